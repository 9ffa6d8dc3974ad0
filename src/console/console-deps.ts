import type { OperatorSession } from "#access/authorize.ts";
import type { SignInDeps } from "#access/sign-in.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import type { ImageDeps } from "#catalogue/images/image-deps.ts";
import type { Calls } from "#channels/memory/calls.ts";
import type { Letterbox } from "#channels/memory/letterbox.ts";
import type { Devices } from "#channels/memory/devices.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import type { Phone } from "#channels/memory/phone.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { FormPageDeps } from "#customers/forms/pages/form-page-deps.ts";
import type { PutFormDeps } from "#customers/forms/put-form.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import type { Timer } from "#kernel/clock.ts";
import type { SendingDeps } from "#messages/traffic/find-sending.ts";
import type { ReplayDeps } from "#messages/dead-letters/replay-dead-letter.ts";
import type { ExplainProduct } from "#messages/newsletters/explain-product.ts";
import type { ReplayChoice } from "#messages/content/replay-choice.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import type { PreviewLetter } from "#messages/print/preview-letter.ts";
import type { PreviewNewsletter } from "#messages/newsletters/preview-newsletter.ts";
import type { TemplateSource } from "#messages/content/shelf.ts";

export type Phones = Phone & {
  /** A text from a telephone to one of our senders; its answer arrives at the telephone. */
  readonly writeBack: (text: { readonly from: string; readonly to: string; readonly text: string }) => Promise<void>;
};

/** Calls in memory, and what their telephones do. */
export type CallDesk = Pick<Calls, "list" | "find"> & {
  /** Calls ever, those that have left included. */
  readonly count: () => number;
  /** Picks up, and later presses a key; undefined: none in time. */
  readonly goOn: (arrival: number, key: string | undefined) => Promise<void>;
  /** Somebody calls a number of ours, "" with a hidden one; gives the call's arrival. */
  readonly callUs: (from: string) => Promise<number>;
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
  readonly previewLetter: PreviewLetter;
  readonly replay: ReplayChoice;
  readonly outbound: OutboundDeps;
  readonly deadLetters: ReplayDeps;
  readonly sending: SendingDeps;
  /** Present where messages go to memory: the page shows what would have gone out. */
  readonly mailbox?: Mailbox | undefined;
  /** Present where texts go to memory: the telephones, and how their owners write back. */
  readonly phones?: Phones | undefined;
  readonly voice: {
    /** Who speaks, as calls say it. */
    readonly vendor: () => Promise<{ readonly name: string; readonly websiteUrl: string }>;
    /** Present where calls go to memory. */
    readonly calls?: CallDesk | undefined;
  };
  /** Present where notices go to memory. */
  readonly devices?: Devices | undefined;
  /** Present where letters go to memory. */
  readonly letters?: Letterbox | undefined;
};
