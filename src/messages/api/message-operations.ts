import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { ExplainProduct } from "#messages/newsletters/explain-product.ts";
import type { PreviewNewsletter } from "#messages/newsletters/preview-newsletter.ts";
import type { Operation } from "#web/operation.ts";
import { changeNewsletterState } from "./change-newsletter-state.ts";
import { explainMessage } from "./explain-message.ts";
import { getMessage } from "./get-message.ts";
import { getNewsletter } from "./get-newsletter.ts";
import { getPreferences } from "./get-preferences.ts";
import { getSendTime } from "./get-send-time.ts";
import { listDue } from "./list-due.ts";
import { listMessages } from "./list-messages.ts";
import { listNewsletters } from "./list-newsletters.ts";
import { previewNewsletter } from "./preview-newsletter.ts";
import { putNewsletter } from "./put-newsletter.ts";
import { putPreferences } from "./put-preferences.ts";
import { subscribeByDefault } from "./subscribe-by-default.ts";

export type MessageApiDeps = CustomerDeps & {
  /** Why a product set is in a message, or is not: `explainProduct` (newsletters/explain-product.ts). */
  readonly explain: ExplainProduct;
  /** A newsletter as one customer would get it: `previewNewsletter` (newsletters/preview-newsletter.ts). */
  readonly preview: PreviewNewsletter;
};

/** Everything that the API can do with newsletters, preferences and messages, a line each. */
export function messageOperations(deps: MessageApiDeps): readonly Operation[] {
  return [
    listNewsletters(deps),
    getNewsletter(deps),
    putNewsletter(deps),
    getSendTime(deps),
    previewNewsletter(deps),
    changeNewsletterState(deps),
    subscribeByDefault(deps),
    getPreferences(deps),
    putPreferences(deps),
    listDue(deps),
    listMessages(deps),
    getMessage(deps),
    explainMessage(deps),
  ];
}
