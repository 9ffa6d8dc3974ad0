import type { BounceReason } from "./bounce-reason.ts";

/** By subject and detail of the enhanced status code (RFC 3463 §3; registry "SMTP Enhanced Status Codes" for those after it). */
const byDetail: Readonly<Record<string, BounceReason>> = {
  "1.0": "sender_refused",
  "1.1": "recipient_unknown",
  "1.2": "domain_unknown",
  "1.3": "recipient_unknown",
  "1.4": "recipient_unwilling",
  "1.6": "recipient_moved",
  "1.7": "sender_refused",
  "1.8": "sender_refused",
  "1.9": "system",
  "1.10": "no_mail_there",
  "2.1": "inactive",
  "2.2": "mailbox_full",
  "2.3": "too_large",
  "3.1": "system",
  "3.2": "no_mail_there",
  "3.4": "too_large",
  "4.1": "expired",
  "4.4": "domain_unknown",
  "4.6": "network",
  "4.7": "expired",
  "5.3": "too_fast",
};

const bySubject: Readonly<Record<string, BounceReason>> = {
  "2": "recipient_unwilling",
  "3": "system",
  "4": "network",
  "5": "bad_message",
  "6": "bad_message",
  "7": "policy",
};

/** What an enhanced status code means where no words do; undefined for one that means nothing. */
export function reasonOfStatus(status: string): BounceReason | undefined {
  const found = /^[245]\.(\d{1,3})\.(\d{1,3})$/.exec(status);
  if (found === null) return undefined;
  const [, subject = "", detail = ""] = found;
  return byDetail[`${subject}.${detail}`] ?? bySubject[subject];
}
