import type { DeliveryReport, DeliveryVerdict } from "#channels/report.ts";
import { actionOf, type TwilioAction } from "#channels/twilio/twilio-codes.ts";

/** What a status callback says (https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks). */
export type TwilioStatus = {
  readonly sid: string;
  readonly status: string;
  readonly errorCode: number | undefined;
};

/** undefined where a field is missing or is not what Twilio writes there. */
export function readStatus(fields: ReadonlyMap<string, string>): TwilioStatus | undefined {
  const sid = fields.get("MessageSid") ?? fields.get("SmsSid") ?? "";
  const status = fields.get("MessageStatus") ?? fields.get("SmsStatus") ?? "";
  const code = fields.get("ErrorCode") ?? "";
  if (!/^(SM|MM)[0-9a-f]{32}$/i.test(sid) || !Object.hasOwn(verdicts, status) || !/^\d{0,6}$/.test(code))
    return undefined;
  return { sid, status, errorCode: code === "" || code === "0" ? undefined : Number(code) };
}

/** Where a message stands by its status alone; `failed` and `undelivered` go by their code. */
const verdicts: Readonly<Record<string, DeliveryVerdict>> = {
  accepted: "underway",
  scheduled: "underway",
  queued: "underway",
  sending: "underway",
  sent: "underway",
  delivered: "delivered",
  read: "delivered",
  partially_delivered: "delivered",
  undelivered: "soft",
  failed: "soft",
  canceled: "ours",
};

const byAction: Readonly<Record<TwilioAction, DeliveryVerdict>> = {
  stop_all: "ours",
  stop_sender: "ours",
  config: "ours",
  bug: "ours",
  our_fault: "ours",
  try_other_sender_then_fail: "ours",
  retry_slower: "ours",
  retry_later: "ours",
  retry_next_day: "ours",
  retry_backoff: "ours",
  suppress_number: "hard",
  suppress_sms: "hard",
  suppress_sms_keep_voice: "hard",
  // Her own act: her number is alive.
  record_opt_out: "complaint",
  soft: "soft",
  soft_no_resend: "soft",
  retry_once: "soft",
  // It may have arrived all the same: nothing is decided.
  unknown_outcome: "underway",
};

/** The report of a status. A callback has no time that could be ordered by, so `at` is when it came. */
export function reportOf(
  { sid, status, errorCode }: TwilioStatus,
  { key, at, provider }: { readonly key?: string | undefined; readonly at: number; readonly provider: string },
): DeliveryReport {
  const isFailure = status === "undelivered" || status === "failed";
  const action = isFailure && errorCode !== undefined ? actionOf(errorCode) : undefined;
  return {
    provider,
    about: key === undefined ? { providerId: sid } : { key },
    at,
    verdict: action === undefined ? (verdicts[status] ?? "ignore") : byAction[action],
    reason:
      action === "record_opt_out" ? "opted_out" : isFailure ? `twilio_${errorCode ?? status}` : `twilio_${status}`,
  };
}
