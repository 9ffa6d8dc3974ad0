import type { BounceReason } from "./bounce-reason.ts";
import { phrasesOfReason } from "./reason-phrases.ts";
import { recipientPhrases } from "./recipient-phrases.ts";
import { reasonOfStatus } from "./reason-of-status.ts";

/** What a server said of one recipient. */
export type Diagnostic = {
  /** Its words, any number of lines. */
  readonly text: string;
  /** The enhanced status code that was told beside them (RFC 3463), "" where none was. */
  readonly status: string;
  /** The command that it answered, where that is known. */
  readonly command: SmtpCommand;
};

export type SmtpCommand = "" | "CONNECT" | "MAIL" | "RCPT" | "DATA";

export type Classified = { readonly reason: BounceReason; readonly isPermanent: boolean; readonly status: string };

/** What a refusal means stands at its beginning. */
const MAX_TEXT = 4_000;

/** An enhanced status code within words; an IP address or a version is none. */
const STATUS = /(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)/g;
/** A reply code at the beginning of a line or after the words that quote one. */
const CODE = /(?:^|[\s:;("'>[])([45])\d\d(?=[\s\-:;,.#)"'\]]|$)/m;

/**
 * The reason of a refusal. Two thirds of all 5xx replies are not about the recipient, so the code alone never decides: words first,
 * then the enhanced status, and what remains is unclear.
 */
export function classifyDiagnostic({ text, status, command }: Diagnostic): Classified {
  const words = normalise(text);
  const told = statusesIn(words);
  // A relay's own 5.0.0 or 4.0.0 says less than the code in the words that it quotes.
  const found = told.find((code) => !isBlank(code)) ?? (isBlank(status) ? (told[0] ?? status) : status);
  const reason = decide(words, { status, told: found, command });
  const isSure =
    reason !== "recipient_unknown" || `${found}${status}` !== "" || command === "RCPT" || DIRECTORY.test(words);
  return { reason, isPermanent: isSure && isPermanent(words, found === "" ? status : found), status: found };
}

type Codes = { readonly status: string; readonly told: string; readonly command: SmtpCommand };

function decide(words: string, { status, told, command }: Codes): BounceReason {
  if (words.startsWith("x-unix")) return /quota|disk full|no space/.test(words) ? "mailbox_full" : "delivery_agent";
  const said = phrasesOfReason.find(([, phrases]) => phrases.some((phrase) => phrase.test(words)))?.[0];
  const about = recipientPhrases.find(([, phrases]) => phrases.some((phrase) => phrase.test(words)))?.[0];
  if (said !== undefined && !yields(said, about, { words, command })) return said;
  if (about === "recipient_unknown" || about === "domain_unknown")
    return believed(about, { words, status, told, command });
  // Refused before the recipient was named: it can't be about her.
  if (isBeforeRecipient(command) && CODE.exec(words)?.[1] === "5") return "sender_refused";
  return about ?? reasonOfStatus(told) ?? reasonOfStatus(status) ?? (REFUSED.test(words) ? "policy" : "unclear");
}

/** The directory of the system that wrote the report: Exchange (MAPI_E_NOT_FOUND of a recipient), Notes. */
const DIRECTORY = /000c05a6|not listed in (?:the )?(?:public|domino)/;

function isBeforeRecipient(command: SmtpCommand): boolean {
  return command === "CONNECT" || command === "MAIL";
}

/** A plain no, without a reason: it says nothing of the recipient. */
const REFUSED = /\b(?:rejected|refused|denied|blocked|not (?:accepted|allowed|permitted))\b/;

/** Microsoft 365 says 5.4.1 with these words of an address that its directory does not have ("Directory-Based Edge Blocking"). */
const PLAINLY_UNKNOWN = /unknown|no such|not found|not exist|5\.4\.1 .{0,80}address rejected: access denied/;

/** Generic words of refusal beside a plain "no such user" mean that one. */
function yields(
  said: BounceReason,
  about: BounceReason | undefined,
  { words, command }: { readonly words: string; readonly command: SmtpCommand },
): boolean {
  if (about !== "recipient_unknown" || isBeforeRecipient(command)) return false;
  return said === "not_allowed" && PLAINLY_UNKNOWN.test(words);
}

/**
 * "Unknown" is not always said of the recipient's existence: in answer to MAIL it is the sender, in answer to the message itself, or
 * under a status that speaks of content, policy or the mail system, it is a filter's way to say no.
 */
function believed(
  about: BounceReason,
  { words, status, told, command }: Codes & { readonly words: string },
): BounceReason {
  if (isBeforeRecipient(command)) return "sender_refused";
  if (/^[45]\.1\.[78]$/.test(told)) return "sender_refused";
  if (about === "domain_unknown") return command === "DATA" ? "sender_refused" : about;
  const code = told === "" ? status : told;
  // Never by a status of policy or content, whatever the words.
  if (/^5\.[67]\./.test(code)) return PLAINLY_UNKNOWN.test(words) ? "recipient_unwilling" : "policy";
  if (command === "RCPT") return about;
  const isFilters = command === "DATA" ? !/^5\.[15]\./.test(code) && code !== "5.2.1" : /^5\.[23]\.0$/.test(code);
  return isFilters ? "recipient_unwilling" : about;
}

/**
 * One line, lower case, no addresses: a mailbox called "spam@…" is no spam. "Recipient address rejected: …" is how some servers
 * begin every refusal.
 */
function normalise(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .toLowerCase()
    .replace(/[^\s<>"'(),;:[\]]{1,100}@[^\s<>"'(),;:[\]]{1,200}/g, "@")
    .replace(/recipient address rejected: (?=[a-z])(?!access denied)/g, "")
    .replace(/[’‘`]/g, "'")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

function statusesIn(words: string): readonly string[] {
  return [...words.matchAll(STATUS)].map(([code]) => code);
}

function isBlank(status: string): boolean {
  return status === "" || /^[245]\.0\.0$/.test(status);
}

function isPermanent(words: string, status: string): boolean {
  if (status !== "") return !status.startsWith("4");
  return CODE.exec(words)?.[1] !== "4";
}
