import type { SendOutcome } from "#channels/channel.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { actionOf, type TwilioAction } from "./twilio-codes.ts";

/** A request that was not taken: its HTTP status, Twilio's own code where the body had one, and Retry-After in seconds. */
export type Refusal = {
  readonly status: number;
  readonly code?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
};

/** The provider knows that she opted out: the row's reason, by which it is recorded as hers. */
export const OPTED_OUT = "twilio_opted_out";

/** Her number can't be reached from this sender; from another it may. */
export const OTHER_SENDER = "twilio_21612";

/** How long what asks for patience waits; the schedule of all retries where nothing is said. */
const waits: Readonly<Partial<Record<TwilioAction, number>>> = {
  stop_all: 15 * MINUTE_MS,
  stop_sender: HOUR_MS,
  retry_slower: MINUTE_MS,
  retry_later: HOUR_MS,
  retry_next_day: DAY_MS,
};

/**
 * What a refused request means. Twilio answers after it has decided: what is refused was not taken. A 5xx leaves that open, but
 * for 503, by which nothing was begun. The reason names Twilio's code and never its words, which hold the number.
 */
export function classifyRefusal({ status, code, retryAfterSeconds }: Refusal, now: number): SendOutcome {
  const reason = `twilio_${code ?? status}`;
  const wait = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * SECOND_MS;
  // A code that nobody wrote down says nothing: an outage names codes too.
  const action = code === undefined ? undefined : actionOf(code);
  if (action !== undefined) return byAction(action, { reason, now, wait });
  if (status === 429 || status === 503) return deferred(reason, now, wait);
  if (status === 401 || status === 403) return deferred(reason, now, wait ?? waits.stop_all);
  if (status >= 500 || status < 400) return { kind: "unknown", reason };
  return { kind: "rejected", reason, suppress: false };
}

type Told = { readonly reason: string; readonly now: number; readonly wait: number | undefined };

function byAction(action: TwilioAction, { reason, now, wait }: Told): SendOutcome {
  switch (action) {
    case "suppress_number":
    case "suppress_sms":
    case "suppress_sms_keep_voice":
      return { kind: "rejected", reason, suppress: true };
    case "record_opt_out":
      return { kind: "rejected", reason: OPTED_OUT, suppress: false };
    case "try_other_sender_then_fail":
      return { kind: "rejected", reason: OTHER_SENDER, suppress: false };
    case "unknown_outcome":
      return { kind: "unknown", reason };
    case "stop_all":
    case "stop_sender":
    case "soft":
    case "retry_once":
    case "retry_backoff":
    case "retry_slower":
    case "retry_later":
    case "retry_next_day":
      return deferred(reason, now, wait ?? waits[action]);
    case "config":
    case "bug":
    case "soft_no_resend":
    case "our_fault":
      return { kind: "rejected", reason, suppress: false };
  }
}

function deferred(reason: string, now: number, waitMs: number | undefined): SendOutcome {
  return { kind: "deferred", reason, ...(waitMs === undefined ? {} : { retryAt: now + waitMs }) };
}
