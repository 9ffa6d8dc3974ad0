import { verdictOfReason } from "#channels/bounces/bounce-reason.ts";
import { classifyDiagnostic } from "#channels/bounces/classify-diagnostic.ts";
import { instantOf } from "#kernel/calendar.ts";
import type { DeliveryReport, DeliveryVerdict } from "#channels/report.ts";
import { EMAIL_HTTP } from "./email-http-channel.ts";
import { KEY_TAG } from "./resend-body.ts";

type Fields = Readonly<Record<string, unknown>>;
type Judged = { readonly verdict: DeliveryVerdict; readonly reason: string };

/** Events that say something of delivery; opens and clicks are not the provider's business here. */
const verdicts: Readonly<Record<string, Judged>> = {
  "email.sent": { verdict: "underway", reason: "sent" },
  "email.delivered": { verdict: "delivered", reason: "delivered" },
  "email.delivery_delayed": { verdict: "ignore", reason: "delayed" },
  "email.complained": { verdict: "complaint", reason: "complained" },
  "email.failed": { verdict: "ours", reason: "provider_failed" },
  "email.suppressed": { verdict: "ours", reason: "provider_suppressed" },
};

/** What `bounce.subType` says where no words of the receiving server are told (the names are Amazon SES's). */
const subTypes: Readonly<Record<string, Judged>> = {
  NoEmail: { verdict: "hard", reason: "recipient_unknown" },
  MailboxFull: { verdict: "soft", reason: "mailbox_full" },
  MessageTooLarge: { verdict: "soft", reason: "too_large" },
  ContentRejected: { verdict: "ours", reason: "spam_found" },
  AttachmentRejected: { verdict: "ours", reason: "bad_message" },
  // The provider's own list, filled by whatever once happened to any of its customers: no word of the recipient's server.
  Suppressed: { verdict: "ours", reason: "provider_suppressed" },
  OnAccountSuppressionList: { verdict: "ours", reason: "provider_suppressed" },
};

/** The delivery report in an event (Resend, "Webhooks"); "other" for one that tells of something else. */
export function readEvent(text: string, now: number): DeliveryReport | "other" | "unreadable" {
  const event = fieldsOf(parse(text));
  const type = textOf(event, "type");
  if (type === "") return "unreadable";
  const data = fieldsOf(event?.["data"]);
  const judged = type === "email.bounced" ? judgeBounce(fieldsOf(data?.["bounce"])) : verdicts[type];
  if (judged === undefined) return "other";
  const about = aboutOf(data);
  if (about === undefined) return "unreadable";
  return { provider: EMAIL_HTTP, about, at: instantOf(textOf(event, "created_at")) ?? now, ...judged };
}

/** Our own key, which comes back even where the provider's id was never heard; else that id. */
function aboutOf(data: Fields | undefined): DeliveryReport["about"] | undefined {
  const tags = data?.["tags"];
  const listed = Array.isArray(tags)
    ? tags.map(fieldsOf).find((tag) => tag?.["name"] === KEY_TAG)?.["value"]
    : undefined;
  const key = listed ?? fieldsOf(tags)?.[KEY_TAG];
  if (typeof key === "string") return { key };
  const id = textOf(data, "email_id");
  return /^[\w-]{1,100}$/.test(id) ? { providerId: id } : undefined;
}

/** By the receiving server's own words first; "Permanent" alone never suppresses anybody. */
function judgeBounce(bounce: Fields | undefined): Judged {
  const known = subTypes[textOf(bounce, "subType")];
  const codes = bounce?.["diagnosticCode"];
  const said = Array.isArray(codes) ? codes.filter((code) => typeof code === "string").join("\n") : "";
  if (known !== undefined && (said === "" || known.reason === "provider_suppressed")) return known;
  const text = said === "" ? textOf(bounce, "message") : said.replace(/^\s*smtp;\s*/gim, "");
  const { reason, isPermanent } = classifyDiagnostic({ text, status: "", command: "" });
  return { verdict: verdictOfReason(reason, isPermanent), reason };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function textOf(fields: Fields | undefined, name: string): string {
  const value = fields?.[name];
  return typeof value === "string" ? value : "";
}
