import type { DeliveryVerdict } from "#channels/report.ts";
import { instantOf } from "#kernel/calendar.ts";
import { verdictOfReason } from "./bounce-reason.ts";
import { classifyDiagnostic } from "./classify-diagnostic.ts";
import { isAutoReply } from "./is-auto-reply.ts";
import { keyOfBounce } from "./key-of-bounce.ts";
import type { Notice } from "./notice.ts";
import { readFeedback } from "./read-feedback.ts";
import { readFreeForm } from "./read-free-form.ts";
import { readMail, type ReadMail } from "./read-mail.ts";
import { readSesNotice } from "./read-ses-notice.ts";
import { readStatuses } from "./read-statuses.ts";

/** What a mail that came back says of one recipient. */
export type BounceVerdict = {
  readonly verdict: DeliveryVerdict;
  /** A code of ours, never the server's words. */
  readonly reason: string;
  /** The enhanced status code (RFC 3463), "" where none was told. */
  readonly status: string;
};

export type Bounce = {
  /** The message that it is about, where it names one of ours. */
  readonly key: string | undefined;
  /** Epoch ms, as the report's own header tells it. */
  readonly at: number | undefined;
  /** In the order of the report. */
  readonly verdicts: readonly BounceVerdict[];
};

export type BounceEnvelope = {
  /** Whom the mail was addressed to (RCPT TO), where the door knows it: the return path of one message. */
  readonly recipients: readonly string[];
  readonly bounceDomain: string;
  /** Domain of our Message-IDs. */
  readonly sendingDomain: string;
};

/**
 * Reads a mail to a return path: a delivery status notification (RFC 3464), a complaint (RFC 5965), an answering machine, or what a
 * server wrote for people alone. undefined for what can be none of them: too large, too deep, or a letter from somebody.
 */
export async function readBounce(raw: Uint8Array, envelope: BounceEnvelope): Promise<Bounce | undefined> {
  const outer = await readMail(raw);
  if (outer === undefined) return undefined;
  const mail = (await forwardedReport(outer)) ?? outer;
  const verdicts = verdictsOf(mail);
  return verdicts.length === 0
    ? undefined
    : { key: keyOfBounce(mail, envelope), at: instantOf(mail.header("date")), verdicts };
}

/** A gateway may wrap a server's report into one of its own; one wrapping is opened, never more. */
async function forwardedReport({ statuses, feedback, returned }: ReadMail): Promise<ReadMail | undefined> {
  const isReport = /^content-type:[ \t]*multipart\/report/im.test(returned.slice(0, 20_000).split("\n\n")[0] ?? "");
  return statuses.length + feedback.length === 0 && isReport ? readMail(Buffer.from(returned, "utf8")) : undefined;
}

function verdictsOf(mail: ReadMail): readonly BounceVerdict[] {
  const { feedback, statuses } = mail;
  if (feedback.length > 0) {
    return feedback.flatMap(readFeedback).map(({ verdict, reason }) => ({ verdict, reason, status: "" }));
  }
  const ses = readSesNotice(mail.words);
  if (ses?.isComplaint === true) return [{ verdict: "complaint", reason: "complained", status: "" }];
  if (ses !== undefined) return ses.notices.map(judge);
  if (isOptOut(mail)) return [{ verdict: "complaint", reason: "opted_out", status: "" }];
  if (statuses.length === 0 && isAutoReply(mail))
    return [{ verdict: "ignore", reason: "answering_machine", status: "" }];
  return noticesOf(mail).map(judge);
}

/** What a mail program writes to the address of List-Unsubscribe when its reader presses "unsubscribe" (RFC 2369 §3.2). */
function isOptOut({ header }: ReadMail): boolean {
  return header("x-apple-unsubscribe") !== "" || /^\s*unsubscribe\s*$/i.test(header("subject"));
}

function noticesOf(mail: ReadMail): readonly Notice[] {
  const fromStatuses = readStatuses(mail.statuses.join("\n\n") || embedded(mail.words), mail.words);
  if (fromStatuses.length > 0) return fromStatuses;
  if (!isFromServer(mail)) return [];
  const failed = mail
    .header("x-failed-recipients")
    .split(/[\s,]+/)
    .filter((address) => address.includes("@"));
  return readFreeForm(withoutFields(mail.words), failed);
}

/** Fields beside the diagnosis tell names of hosts and types, in which no phrase shall be found. */
function withoutFields(words: string): string {
  return words.replace(
    /^(?:reporting-mta|received-from-mta|remote-mta|arrival-date|final-recipient|original-recipient|x-[\w-]+):.*$|^[ \t]*(?:in: |out: [23]\d\d).*$/gim,
    "",
  );
}

/** Some servers write the fields of a delivery status into the text. */
function embedded(words: string): string {
  const at = words.search(/^(?:reporting-mta|final-recipient|original-recipient): ?/im);
  return at < 0 ? "" : words.slice(at);
}

const SERVER =
  /mailer-?daemon|post-?_?master|mail ?(?:delivery|system|admin|server)|mdaemon|delivery (?:sub)?system|listserv|daemon@|bounce|system administrator|mta\b/i;
const FAILED =
  /undeliver|deliver|returned? (?:mail|to sender)|failure|fail(?:ed)?\b|bounce|non ?remis|unzustellbar|zustell|mail (?:system )?error|rejected|could not be|配信|could not send|not be sent|not (?:a )?member|error sending|warning:|user unknown/i;

/** What only a server says, whoever it signs as. */
const SAID =
  /(?:could not|cannot|unable to|not) be delivered|undeliverable|delivery (?:has )?failed|unable to deliver|not a member of this|rejected by (?:a|the) remote|error (?:occurred )?while (?:trying|attempting) to deliver|送信できません/i;

function isFromServer({ header, words }: ReadMail): boolean {
  if (header("x-failed-recipients") !== "") return true;
  const from = header("from");
  const isEmpty = /^\s*<>\s*$/.test(from);
  return (
    isEmpty ||
    SERVER.test(from) ||
    SERVER.test(header("sender")) ||
    FAILED.test(header("subject")) ||
    SAID.test(words.slice(0, 2_000))
  );
}

function judge(notice: Notice): BounceVerdict {
  if (notice.action === "delivered") return { verdict: "delivered", reason: "delivered", status: notice.status };
  const { reason, isPermanent, status } = classifyDiagnostic(notice);
  if (notice.action === "delayed") return { verdict: "ignore", reason: `delayed_${reason}`, status };
  return { verdict: verdictOfReason(reason, isPermanent), reason, status };
}
