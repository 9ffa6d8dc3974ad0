import type { DeliveryReport, DeliveryVerdict } from "#channels/report.ts";
import { actionOf } from "#channels/twilio/twilio-codes.ts";

/** What a call's status callback says (https://www.twilio.com/docs/voice/api/call-resource#statuscallback). */
export type CallStatus = {
  readonly sid: string;
  readonly status: string;
  /** Who answered, where it was asked for; undefined where nobody looked. */
  readonly answeredBy: Answerer | undefined;
  /** Whole seconds that were talked; undefined as long as the call is not over. */
  readonly seconds: number | undefined;
  readonly errorCode: number | undefined;
  /** What the other side's network answered (RFC 3261 §21). */
  readonly sipCode: number | undefined;
};

/** `machine_listening`: its greeting is over, and what is said is kept. */
export type Answerer = "human" | "machine" | "machine_listening" | "fax" | "unknown";

export const CALL_SID = /^CA[0-9a-f]{32}$/i;

const answerers: Readonly<Record<string, Answerer>> = {
  human: "human",
  machine_start: "machine",
  machine_end_beep: "machine_listening",
  machine_end_silence: "machine_listening",
  machine_end_other: "machine_listening",
  fax: "fax",
  unknown: "unknown",
};

export function readAnswerer(text: string | undefined): Answerer | undefined {
  return text !== undefined && Object.hasOwn(answerers, text) ? answerers[text] : undefined;
}

/** undefined where a field is missing or is not what Twilio writes there. */
export function readCallStatus(fields: ReadonlyMap<string, string>): CallStatus | undefined {
  const [sid = "", status = ""] = [fields.get("CallSid"), fields.get("CallStatus")];
  const numbers = ["CallDuration", "ErrorCode", "SipResponseCode"].map((name) => fields.get(name) ?? "");
  if (!CALL_SID.test(sid) || !Object.hasOwn(verdicts, status) || numbers.some((text) => !/^\d{0,6}$/.test(text))) {
    return undefined;
  }
  const [seconds, errorCode, sipCode] = numbers.map((text) => (text === "" ? undefined : Number(text)));
  return { sid, status, answeredBy: readAnswerer(fields.get("AnsweredBy")), seconds, errorCode, sipCode };
}

const verdicts: Readonly<Record<string, DeliveryVerdict>> = {
  queued: "underway",
  initiated: "underway",
  ringing: "underway",
  "in-progress": "underway",
  completed: "delivered",
  busy: "soft",
  "no-answer": "soft",
  failed: "soft",
  canceled: "ours",
};

/** Statuses after which nothing more comes. */
export function isOver({ status }: Pick<CallStatus, "status">): boolean {
  return !["queued", "initiated", "ringing", "in-progress"].includes(status);
}

/**
 * The report of a call. Answered by a person, or by a machine that was left a message: delivered. A machine that was hung up on
 * heard nothing. A number that its network does not know (404, 410, 604) is dead; all else that failed may work tomorrow.
 */
export function callReportOf(
  { sid, status, answeredBy, errorCode, sipCode }: CallStatus,
  { key, at, provider }: { readonly key?: string | undefined; readonly at: number; readonly provider: string },
): DeliveryReport {
  const told = { provider, about: key === undefined ? { providerId: sid } : { key }, at } as const;
  if (status === "completed") return { ...told, ...answeredAs(answeredBy) };
  if (status !== "failed") {
    return { ...told, verdict: verdicts[status] ?? "ignore", reason: `voice_${status.replace("-", "_")}` };
  }
  const action = errorCode === undefined ? undefined : actionOf(errorCode);
  if (action === "suppress_number" || [404, 410, 604].includes(sipCode ?? 0)) {
    return { ...told, verdict: "hard", reason: "voice_no_such_number" };
  }
  const isOurs = action === "config" || action === "stop_all" || action === "bug" || sipCode === 401 || sipCode === 403;
  return { ...told, verdict: isOurs ? "ours" : "soft", reason: `voice_failed_${errorCode ?? sipCode ?? "unknown"}` };
}

function answeredAs(answeredBy: Answerer | undefined): Pick<DeliveryReport, "verdict" | "reason"> {
  if (answeredBy === "machine") return { verdict: "soft", reason: "voice_answering_machine" };
  if (answeredBy === "fax") return { verdict: "soft", reason: "voice_fax" };
  if (answeredBy === "machine_listening") return { verdict: "delivered", reason: "voice_message_left" };
  return { verdict: "delivered", reason: "voice_answered" };
}
