import type { OperatorSession } from "#access/authorize.ts";
import type { SignInDeps } from "#access/sign-in.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import type { ImageDeps } from "#catalogue/images/image-deps.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import type { Phone } from "#channels/memory/phone.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { FormPageDeps } from "#customers/forms/pages/form-page-deps.ts";
import type { PutFormDeps } from "#customers/forms/put-form.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { Timer } from "#kernel/clock.ts";
import type { ExplainProduct } from "#messages/newsletters/explain-product.ts";
import type { ReplayChoice } from "#messages/content/replay-choice.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { PreviewNewsletter } from "#messages/newsletters/preview-newsletter.ts";
import type { TemplateSource } from "#messages/content/shelf.ts";

export type Phones = Phone & {
  /** A text from a telephone to one of our senders; its answer arrives at the telephone. */
  readonly writeBack: (text: { readonly from: string; readonly to: string; readonly text: string }) => Promise<void>;
};

export type ConsoleDeps = CustomerDeps & {
  readonly timer: Timer;
  /** Origin under which operators reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly vendorName: () => Promise<string>;
  readonly findSession: (request: Request) => Promise<OperatorSession | undefined>;
  readonly signIn: SignInDeps;
  readonly templates: Pick<TemplateSource, "byId">;
  readonly explain: ExplainProduct;
  readonly feeds: FeedDeps & ImageDeps;
  readonly imports: ImportDeps;
  readonly forms: FormPageDeps & PutFormDeps;
  readonly preview: PreviewNewsletter;
  readonly replay: ReplayChoice;
  readonly outbound: OutboundDeps;
  /** Present where messages go to memory: the page shows what would have gone out. */
  readonly mailbox?: Mailbox | undefined;
  /** Present where texts go to memory: the telephones, and how their owners write back. */
  readonly phones?: Phones | undefined;
};
