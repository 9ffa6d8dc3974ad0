import type { DeliveryVerdict } from "#channels/report.ts";
import { readFieldGroups } from "./status-fields.ts";

export type Feedback = { readonly verdict: DeliveryVerdict; readonly reason: string; readonly recipient: string };

const MAX_RECIPIENTS = 100;

/** What a type of feedback (RFC 5965 §7.3, RFC 6591) means for the one whose mail it was. */
const meaning: Readonly<Record<string, readonly [DeliveryVerdict, string]>> = {
  abuse: ["complaint", "complained"],
  "opt-out": ["complaint", "opted_out"],
  "opt-out-list": ["complaint", "opted_out"],
  other: ["complaint", "complained"],
  miscategorized: ["complaint", "complained"],
  fraud: ["ours", "called_fraud"],
  virus: ["ours", "virus_found"],
  "auth-failure": ["ours", "not_authenticated"],
  "not-spam": ["ignore", "not_spam"],
};

/** The verdicts of a message/feedback-report, one for each recipient it names (RFC 5965 §3.2: at least one). */
export function readFeedback(text: string): readonly Feedback[] {
  const [fields] = readFieldGroups(text);
  const type = (fields?.get("feedback-type") ?? "").toLowerCase().trim();
  const [verdict, reason] = meaning[type] ?? meaning["other"] ?? ["ignore", "not_spam"];
  const named = [...text.matchAll(/^original-rcpt-to:[ \t]*<?([^\s<>]{1,320})/gim)].map(([, address = ""]) => address);
  const recipients = named.length === 0 ? [""] : named.slice(0, MAX_RECIPIENTS);
  return recipients.map((recipient) => ({ verdict, reason, recipient }));
}
