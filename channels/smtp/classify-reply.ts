import type { SendOutcome } from "#channels/channel.ts";

/** What a refusal is about. Only `recipient` says that nobody is there. */
export type ReplyClass = "transient" | "reputation" | "mailbox" | "recipient" | "message";

/** A refusal as the server wrote it, lines apart by LF, and the command that it answers. */
export type SmtpReply = { readonly text: string; readonly command: string };

/** A server may answer with a megabyte; what it means stands at the beginning. */
const MAX_TEXT = 1_000;

/**
 * The sender is distrusted: block lists, reputation, rate. It says nothing about the recipient and ends when the sender's
 * standing does, so it is looked for first: such replies come with 5.1.1 and "recipient rejected" too.
 */
const REPUTATION =
  /spamhaus|spamcop|sorbs|barracuda(?:central|networks)|invaluement|mimecast.*poor reputation|proofpoint\.com|uceprotect|dnsrbl|abusix|\brbls?\b|\bdnsbls?\b|\bdrbl\b|\bnsbl\b|black[ -]?list|block[ -]?list|blocklist|real[ -]?time block|reputation|banned|bad ip|grey-?list|gr[ae]ylist|\[tss\d+\]|\[bl\d+\]|\(bl\)|_is_blocked|block(?:ed)? using|has been blocked|ip blocked|blocked - see|client host|listed (?:at|by|in|on)|too many (?:connections|messages|errors)|rate limit|unusual rate|slow down|not allowed to connect|access to (?:submit|this mail system)|dns error|temporar/i;

/** Content, policy or authentication: our message or our set-up. */
const MESSAGE =
  /spam|virus|malware|phish|dmarc|dkim|\bspf\b|spoof|authenticat|unauthenticated|policy|content|relay|rcpthosts|\buribl\b|\bsurbl\b|reverse dns|\bptr\b|\bhelo\b|too (?:large|big)|sender|preferences|5\.7\.\d/i;

/** There is somebody, but no room or no service now. */
const MAILBOX =
  /quota|mailbox (?:is )?full|full mailbox|boite .* pleine|out of storage|storage allocation|exceeded storage|insufficient (?:system )?storage|inbox is full|disabled|inactive|suspended|not active|overquotaperm/i;

const RECIPIENT =
  /user (?:is )?unknown|unknown user|no such (?:user|recipient|mailbox|person|id|account|address)|(?:user|recipient|mailbox|account|address|e-?mail)(?: \S+)? (?:does not|doesn't|do not) exist|(?:invalid|unknown|unrecognized) (?:recipient|mailbox|user|address)|(?:recipient|user|mailbox|address) (?:not found|unrecognized|unknown|invalid)|(?:user|recipient|account|mailbox) (?:was )?not found|no mail-?box here|sorry, no mailbox|not a valid (?:user|mailbox|recipient)|null mx|destinataire invalide|utilisateur inconnu|unbekannt|host unknown|domain (?:does not|doesn't) exist|(?:unknown|no such) (?:domain|host)|undeliverable address|not our (?:user|customer)|invalid domain/i;

/** RFC 3463 §3.2: bad mailbox, bad system, bad syntax, moved, null MX (RFC 7505 §4.2). 5.1.7 and 5.1.8 are the sender's. */
const RECIPIENT_STATUS = /^5\.1\.(?:1|2|3|4|6|10)$/;
const MAILBOX_STATUS = /^5\.2\.[12]$/;
const STATUS = /^[45]\d\d[ -]#?([245]\.\d{1,3}\.\d{1,3})(?![.\d])|\(?#([45]\.\d{1,3}\.\d{1,3})\)?/m;

/**
 * Reads a 4xx or 5xx. Two thirds of all 5xx replies are not about the recipient, so the code alone never suppresses: the words
 * decide, reputation before recipient, and what remains unknown is about the message.
 */
export function classifyReply(reply: SmtpReply): ReplyClass {
  const { command } = reply;
  const text = reply.text.slice(0, MAX_TEXT);
  if (!text.startsWith("5")) return "transient";
  if (REPUTATION.test(text)) return "reputation";
  if (MAILBOX.test(text)) return "mailbox";
  const status = statusOf(text);
  const isAboutRecipient = command !== "MAIL FROM";
  if (isAboutRecipient && RECIPIENT.test(text) && !isSenders(status)) return "recipient";
  if (MESSAGE.test(text)) return "message";
  if (isAboutRecipient && RECIPIENT_STATUS.test(status)) return "recipient";
  return MAILBOX_STATUS.test(status) ? "mailbox" : "message";
}

/** What a refusal means for the row: only a recipient that does not exist is suppressed; what may pass is tried again. */
export function outcomeOfReply(reply: SmtpReply): SendOutcome {
  const reason = reasonOf(reply.text);
  const found = classifyReply(reply);
  switch (found) {
    case "transient":
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

/** The enhanced status code (RFC 3463), "" where there is none; an IP address is none. */
function statusOf(text: string): string {
  const match = STATUS.exec(text);
  return match?.[1] ?? match?.[2] ?? "";
}

function isSenders(status: string): boolean {
  return status === "5.1.7" || status === "5.1.8";
}
