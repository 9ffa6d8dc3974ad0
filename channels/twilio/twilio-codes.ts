/** What a code of Twilio's means for the message and for the one it was for. */
export type TwilioAction =
  /** Nothing can go out by this account: keys, suspension. */
  | "stop_all"
  /** Nothing can go out from this number: registration. */
  | "stop_sender"
  /** Somebody at the vendor has to set something; says nothing of the recipient. */
  | "config"
  /** We sent what can't be sent. */
  | "bug"
  /** The number is none. */
  | "suppress_number"
  | "suppress_sms"
  | "suppress_sms_keep_voice"
  /** The provider knows of an opt-out: it is recorded as hers. */
  | "record_opt_out"
  | "soft"
  | "soft_no_resend"
  /** Filtered as spam: never the recipient's fault, never sent again. */
  | "our_fault"
  | "retry_once"
  | "retry_backoff"
  | "retry_slower"
  | "retry_later"
  | "retry_next_day"
  | "try_other_sender_then_fail"
  | "unknown_outcome";

/**
 * Twilio's Error and Warning Dictionary (https://www.twilio.com/docs/api/errors), as far as it speaks of texts and of calls that are begun. A code that is
 * not here is refused where a request is answered with it, and passing where a callback tells it.
 */
const actions: ReadonlyMap<number, TwilioAction> = new Map<number, TwilioAction>([
  ...each("stop_all", 10001, 20003, 20005, 30002),
  ...each("retry_backoff", 20429, 21611, 30001),
  ...each("suppress_number", 21201, 21211, 21217, 21401, 21421),
  ...each("config", 21210, 21212, 21219, 21266, 21408, 21606, 21607, 21608, 21609, 21616, 21659, 21701, 21703, 21705),
  ...each("config", 21203, 21205, 21213, 21215, 21216, 21218, 21220),
  ...each("config", 30010, 30011, 30018, 30024, 30484),
  ...each("record_opt_out", 21610),
  ...each("try_other_sender_then_fail", 21612),
  ...each("suppress_sms_keep_voice", 21614, 30006),
  ...each("bug", 21602, 21603, 21604, 21605, 21617, 21618, 21619, 21620, 21624, 30019),
  ...each("soft", 21214, 30003, 30017, 30036),
  ...each("soft_no_resend", 30004),
  ...each("suppress_sms", 30005),
  ...each("our_fault", 30007, 30450, 30453),
  ...each("retry_once", 30008, 30009),
  ...each("retry_slower", 30022),
  ...each("retry_next_day", 30023, 30027, 63038),
  ...each("stop_sender", 30032, 30033, 30034),
  ...each("retry_later", 30035),
  ...each("unknown_outcome", 30410),
]);

function each(action: TwilioAction, ...codes: readonly number[]): ReadonlyArray<readonly [number, TwilioAction]> {
  return codes.map((code) => [code, action] as const);
}

/** undefined for a code that this version does not know. */
export function actionOf(code: number): TwilioAction | undefined {
  return actions.get(code);
}
