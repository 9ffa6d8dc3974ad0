import type { MergeView } from "./merge-view.ts";
import type { TemplateFault, TemplateFaultCode } from "./template-fault.ts";
import type { TemplateKind } from "./template-source.ts";

/** One merge of a template's text with its example, in one locale. */
export type LintedText = {
  readonly kind: TemplateKind;
  readonly locale: string;
  readonly view: MergeView;
  readonly sms: string;
};

/** Providers take no more, however it is encoded. */
const MOST_CHARACTERS = 1_600;

/**
 * What an author should know of a text: nobody sees from whom it is unless it says so, and marketing tells how to end it (CTIA
 * Messaging Principles §5.1). How many segments it takes is seen in the preview, since that depends on whom it goes to.
 */
export function lintSms({ kind, locale, view, sms }: LintedText): readonly TemplateFault[] {
  const found: Array<readonly [TemplateFaultCode, string]> = [];
  if (sms === "") return [];
  if (!sms.includes(view.vendor.name)) found.push(["text_without_name", "the text does not say from whom it is"]);
  if (kind === "marketing" && !hasWayOut(sms, view)) {
    found.push(["text_without_stop", "the text names neither STOP nor an address where it can be ended"]);
  }
  if (sms.length > MOST_CHARACTERS)
    found.push(["text_too_long", `the text has more than ${MOST_CHARACTERS} characters`]);
  return found.map(([code, message]) => ({ code, message, where: { part: "sms", key: locale } }));
}

function hasWayOut(sms: string, { preferencesUrl, unsubscribeUrl }: MergeView): boolean {
  return /\bSTOP\b/.test(sms) || sms.includes(preferencesUrl) || sms.includes(unsubscribeUrl);
}
