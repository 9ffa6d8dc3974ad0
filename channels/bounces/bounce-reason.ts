import type { DeliveryVerdict } from "#channels/report.ts";

/** Why a message did not arrive: what is kept, instead of the server's words. */
export type BounceReason =
  // the address is dead
  | "recipient_unknown"
  | "domain_unknown"
  | "recipient_moved"
  | "no_mail_there"
  // there is somebody, but not this time
  | "mailbox_full"
  | "inactive"
  | "recipient_unwilling"
  | "too_large"
  | "expired"
  | "network"
  | "system"
  | "delivery_agent"
  | "unclear"
  // our fault, or a judgement of ours by theirs
  | "reputation"
  | "too_fast"
  | "spam_found"
  | "virus_found"
  | "policy"
  | "not_authenticated"
  | "sender_dns"
  | "sender_refused"
  | "relaying_denied"
  | "not_allowed"
  | "bad_message";

const HARD: ReadonlySet<BounceReason> = new Set([
  "recipient_unknown",
  "domain_unknown",
  "recipient_moved",
  "no_mail_there",
]);
const SOFT: ReadonlySet<BounceReason> = new Set([
  "mailbox_full",
  "inactive",
  "recipient_unwilling",
  "too_large",
  "expired",
  "network",
  "system",
  "delivery_agent",
  "unclear",
]);

/**
 * What a reason says of the recipient. An address is dead only where the server means it to stay so: "user unknown" with a 4xx
 * is a hiccup of its directory until it is said for good.
 */
export function verdictOfReason(reason: BounceReason, isPermanent: boolean): DeliveryVerdict {
  if (HARD.has(reason)) return isPermanent ? "hard" : "soft";
  return SOFT.has(reason) ? "soft" : "ours";
}
