import type { EmailContent, OutgoingMessage } from "#channels/channel.ts";
import { mailDateOf } from "#kernel/calendar.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { HeaderField } from "./dkim/canonical.ts";
import { signDkim, type DkimKey } from "./dkim/sign-dkim.ts";
import { parseEmailAddress } from "./email-address.ts";
import { encodePhrase, encodeUnstructured, foldHeader, headerText } from "./mime/header-text.ts";
import { encodeQuotedPrintable } from "./mime/quoted-printable.ts";
import { isMessageKey, returnPathOf } from "./return-path.ts";

/** What the sending side adds to every message. */
export type EmailIdentity = {
  /** Right side of Message-ID and of a List-ID given as one label; A-labels. */
  readonly sendingDomain: string;
  /** Where bounces come back to; aligned with SPF. */
  readonly bounceDomain: string;
  /** One key, or two while an algorithm or a selector is being changed. Empty: unsigned. */
  readonly dkim: readonly DkimKey[];
};

export type ComposedEmail = {
  /** RFC 5322: CRLF line ends only, ASCII only, no line over 998 octets. */
  readonly raw: Buffer;
  readonly envelope: { readonly from: string; readonly to: string };
};

/** The part of a message that cannot be sent as it is. */
export type ComposeRefusal =
  | "to"
  | "from"
  | "reply_to"
  | "key"
  | "date"
  | "body"
  | "unsubscribe_url"
  | "unsubscribe_mailto"
  | "list_id"
  | "feedback_id";

const YEAR_10000 = 253_402_300_800_000;
/** An absolute address without blanks and angle brackets, short enough for one line (RFC 5322 §2.1.1). */
const HTTPS_URI = /^https:\/\/[\u0021-\u003b\u003d\u003f-\u007e]{1,900}$/;
const MAILTO_URI = /^mailto:[\u0021-\u003b\u003d\u003f-\u007e]{3,900}$/;
const LIST_LABEL = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;
const FEEDBACK_ID = /^[A-Za-z0-9_.-]{1,60}(?::[A-Za-z0-9_.-]{1,60}){0,3}$/;

/**
 * The bytes of a message and its envelope. A pure function: the boundary comes from the key, Date and the signatures' t= from
 * `message.date`, so that a retry is the same message to the last byte. Costs no more than a pass over the bodies, a hash and a
 * signature a key. What would need a guess (a strange address, a URL with a blank) is refused by the name of its field;
 * subject and display name are free text and are cleaned.
 */
export function composeEmail(message: OutgoingMessage, identity: EmailIdentity): Result<ComposedEmail, ComposeRefusal> {
  const checked = checkEmail(message);
  if (!checked.ok) return checked;
  const { content, key, date } = message;
  const { to, from } = checked.value;
  const name = headerText(content.from.name);
  const fields = [
    field("From", name === "" ? from : `${encodePhrase(name)} <${from}>`),
    field("To", to),
    ...(content.replyTo === undefined ? [] : [field("Reply-To", content.replyTo)]),
    field("Subject", encodeUnstructured(headerText(content.subject))),
    field("Date", mailDateOf(date)),
    field("Message-ID", `<${key}@${identity.sendingDomain}>`),
    field("MIME-Version", "1.0"),
    field("Content-Type", `multipart/alternative; boundary="${boundaryOf(key)}"`),
    ...listFields(content, identity.sendingDomain),
  ];
  const body = alternatives(content, boundaryOf(key));
  const signatures = signDkim({ fields, body }, identity.dkim, date);
  const header = [...signatures, ...fields].map((one) => `${one.name}:${one.value}\r\n`).join("");
  return ok({
    raw: Buffer.concat([Buffer.from(`${header}\r\n`, "latin1"), body]),
    envelope: { from: returnPathOf(key, identity.bounceDomain), to },
  });
}

/** The bare addresses of a message that can be sent as it is, or the field that stands in the way. */
export function checkEmail({
  content,
  key,
  date,
  to: recipient,
}: OutgoingMessage): Result<{ readonly to: string; readonly from: string }, ComposeRefusal> {
  if (!isMessageKey(key)) return err("key");
  if (!Number.isFinite(date) || date < 0 || date >= YEAR_10000) return err("date");
  // Mail composers read a file or fetch an address when they are handed an object here.
  if (typeof content.html !== "string" || typeof content.text !== "string") return err("body");
  const to = parseEmailAddress(recipient);
  if (!to.ok) return err("to");
  const from = parseEmailAddress(content.from.address);
  if (!from.ok) return err("from");
  const refusal = refusalOf(content);
  return refusal === undefined ? ok({ to: to.value, from: from.value }) : err(refusal);
}

function refusalOf(content: EmailContent): ComposeRefusal | undefined {
  const { replyTo, unsubscribeUrl, unsubscribeMailto, listId, feedbackId } = content;
  if (replyTo !== undefined && !parseEmailAddress(replyTo).ok) return "reply_to";
  if (unsubscribeUrl !== undefined && !HTTPS_URI.test(unsubscribeUrl)) return "unsubscribe_url";
  if (unsubscribeMailto !== undefined && !MAILTO_URI.test(mailtoOf(unsubscribeMailto))) return "unsubscribe_mailto";
  if (listId !== undefined && (listId.length > 200 || !LIST_LABEL.test(listId))) return "list_id";
  if (feedbackId !== undefined && !FEEDBACK_ID.test(feedbackId)) return "feedback_id";
  return undefined;
}

/** What tells receivers to which list a message belongs and how to leave it; Auto-Submitted where it belongs to none. */
function listFields(content: EmailContent, sendingDomain: string): readonly HeaderField[] {
  return listHeaders(content, sendingDomain).map(([name, value]) => field(name, value));
}

/** The same fields unfolded, for whoever folds them himself. */
export function listHeaders(
  content: EmailContent,
  sendingDomain: string,
): ReadonlyArray<readonly [name: string, value: string]> {
  const { unsubscribeUrl, unsubscribeMailto, listId, feedbackId } = content;
  const fields: Array<readonly [string, string]> = [];
  if (listId !== undefined) {
    fields.push(["List-ID", `<${listId.includes(".") ? listId : `${listId}.${sendingDomain}`}>`]);
  }
  const ways = [
    ...(unsubscribeUrl === undefined ? [] : [`<${unsubscribeUrl}>`]),
    ...(unsubscribeMailto === undefined ? [] : [`<${mailtoOf(unsubscribeMailto)}>`]),
  ];
  if (ways.length > 0) fields.push(["List-Unsubscribe", ways.join(", ")]);
  // RFC 8058 §3.1: it promises that a POST to the https address is enough.
  if (unsubscribeUrl !== undefined) fields.push(["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"]);
  if (feedbackId !== undefined) fields.push(["Feedback-ID", feedbackId]);
  // RFC 3834 §5 keeps holiday notices away; list mail is left alone by its List- fields already (§2).
  if (listId === undefined && ways.length === 0) fields.push(["Auto-Submitted", "auto-generated"]);
  return fields;
}

/** multipart/alternative, plainest first (RFC 2046 §5.1.4). */
function alternatives(content: EmailContent, boundary: string): Buffer {
  return Buffer.concat([
    partHeader(boundary, "plain"),
    encodeQuotedPrintable(content.text),
    partHeader(boundary, "html"),
    encodeQuotedPrintable(content.html),
    Buffer.from(`\r\n--${boundary}--\r\n`, "latin1"),
  ]);
}

function partHeader(boundary: string, subtype: "plain" | "html"): Buffer {
  const lead = subtype === "plain" ? "" : "\r\n";
  const type = `Content-Type: text/${subtype}; charset=utf-8`;
  return Buffer.from(
    `${lead}--${boundary}\r\n${type}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
    "latin1",
  );
}

/** "=_" can't occur in quoted-printable, so no text can close its own part (RFC 2045 §6.7). */
function boundaryOf(key: string): string {
  return `=_${key}`;
}

function mailtoOf(text: string): string {
  return text.startsWith("mailto:") ? text : `mailto:${text}`;
}

function field(name: string, value: string): HeaderField {
  return { name, value: foldHeader(name, value).slice(name.length + 1) };
}
