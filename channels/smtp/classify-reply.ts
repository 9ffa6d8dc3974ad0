import { type BounceReason, verdictOfReason } from "#channels/bounces/bounce-reason.ts";
import { classifyDiagnostic, type SmtpCommand } from "#channels/bounces/classify-diagnostic.ts";
import type { SendOutcome } from "#channels/channel.ts";

/** What a refusal is about. Only `recipient` says that nobody is there; `account` that the server does not know who we are. */
export type ReplyClass = "transient" | "account" | "reputation" | "mailbox" | "recipient" | "message";

/** A refusal as the server wrote it, lines apart by LF, and the command that it answers. */
export type SmtpReply = { readonly text: string; readonly command: string };

/** A server may answer with a megabyte; what it means stands at the beginning. */
const MAX_TEXT = 1_000;

/**
 * The server wants us to sign in or to encrypt first (RFC 4954 §6, RFC 3207 §4): it does so for every message, until somebody
 * mends the account. The words are asked too, since some write these codes for other refusals.
 */
const ACCOUNT =
  /^53[0458][ -].{0,200}?(?:authenti|auth\b|credential|password|sign.?in|log.?(?:in|on)\b|starttls|encrypt)/is;
/** Exchange's words for the same, in answer to MAIL. */
const NOT_SIGNED_IN = /^550[ -]5\.7\.1 client was not authenticated/i;

/** The sender is distrusted, or too fast: it ends when the sender's standing changes. */
const REPUTATION: ReadonlySet<BounceReason> = new Set(["reputation", "too_fast", "sender_dns"]);
/** There is somebody, but no room or no service now. */
const MAILBOX: ReadonlySet<BounceReason> = new Set(["mailbox_full", "inactive", "expired", "network", "system"]);

/** Commands by the word that begins them, as bounces tell of them. */
const commands: Readonly<Record<string, SmtpCommand>> = {
  MAIL: "MAIL",
  RCPT: "RCPT",
  EHLO: "CONNECT",
  HELO: "CONNECT",
};

/**
 * Reads a 4xx or 5xx, with the rules by which bounces are read (#channels/bounces/): the code alone never suppresses, and what
 * remains unknown is about the message.
 */
export function classifyReply({ text: whole, command }: SmtpReply): ReplyClass {
  const text = whole.slice(0, MAX_TEXT);
  if (!text.startsWith("5")) return "transient";
  if (ACCOUNT.test(text) || NOT_SIGNED_IN.test(text)) return "account";
  const said = { text, status: "", command: commands[command.slice(0, 4)] ?? "DATA" } as const;
  const { reason, isPermanent } = classifyDiagnostic(said);
  if (REPUTATION.has(reason)) return "reputation";
  if (verdictOfReason(reason, isPermanent) === "hard") return "recipient";
  return MAILBOX.has(reason) ? "mailbox" : "message";
}

/** What a refusal means for the row: only a recipient that does not exist is suppressed; what may pass is tried again. */
export function outcomeOfReply(reply: SmtpReply): SendOutcome {
  const reason = reasonOf(reply.text);
  const found = classifyReply(reply);
  switch (found) {
    case "transient":
    case "account":
    case "reputation":
    case "mailbox":
      return { kind: "deferred", reason: `${found}: ${reason}` };
    case "recipient":
    case "message":
      return { kind: "rejected", reason: `${found}: ${reason}`, suppress: found === "recipient" };
  }
}

/** The server's words in one line, without the address that they may repeat: reasons are kept, addresses are not. */
export function reasonOf(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/[^\s<>"'(),;:]{1,320}@[^\s<>"'(),;]{1,255}/g, "…")
    .trim()
    .slice(0, 300);
}
