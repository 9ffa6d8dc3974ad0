import type { Channel, OutgoingMessage, SendOutcome, VoiceContent } from "#channels/channel.ts";
import { inFlight } from "#channels/in-flight.ts";
import { isPhoneNumber } from "#channels/sms-address.ts";
import { askTwilio, type TwilioAccount } from "#channels/twilio/twilio-line.ts";
import { SECOND_MS } from "#kernel/clock.ts";

export type TwilioVoiceSettings = TwilioAccount & { readonly concurrency?: number };

const TIMEOUT_MS = 20 * SECOND_MS;
/** What Twilio takes of inline TwiML. */
const MOST_MARKUP = 4_000;
const MOST_RING_SECONDS = 600;
const MOST_CALL_SECONDS = 14_400;

type Outgoing = OutgoingMessage<VoiceContent>;

/**
 * Calls by Twilio's own client. What is accepted will ring; whether somebody answered is told to `statusUrl`. Twilio knows no
 * repeated key, so an answer that was lost stays unknown until a callback tells.
 */
export function twilioVoice(settings: TwilioVoiceSettings): Channel<VoiceContent> {
  const verbs = inFlight<VoiceContent>(async (message, { signal, isClosed }) => {
    const fault = faultOf(message);
    if (fault !== undefined) return { kind: "rejected", reason: fault, suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "voice_closed" : "voice_timeout" };
    return create(settings, message, signal);
  });
  return {
    name: "twilio-voice",
    kind: "voice",
    limits: { concurrency: settings.concurrency ?? 5, timeoutMs: TIMEOUT_MS, idempotencyWindowMs: 0 },
    ...verbs,
  };
}

/** What is wrong with a call before a byte of it leaves. */
function faultOf({ to, content }: Outgoing): string | undefined {
  const { from, markup, answerUrl, ringSeconds, maxSeconds } = content;
  if (!isPhoneNumber(to)) return "voice_recipient";
  if (!isPhoneNumber(from)) return "voice_sender";
  if (answerUrl === undefined && markup === "") return "voice_empty";
  if (answerUrl === undefined && markup.length > MOST_MARKUP) return "voice_too_long";
  const isBounded = isWithin(ringSeconds, MOST_RING_SECONDS) && isWithin(maxSeconds, MOST_CALL_SECONDS);
  return isBounded ? undefined : "voice_time";
}

function isWithin(seconds: number, most: number): boolean {
  return Number.isInteger(seconds) && seconds > 0 && seconds <= most;
}

const detection = { ignore: undefined, hang_up: "Enable", leave_message: "DetectMessageEnd" } as const;

function create(settings: TwilioVoiceSettings, { to, content }: Outgoing, signal: AbortSignal): Promise<SendOutcome> {
  const { from, markup, answerUrl, statusUrl, ringSeconds, maxSeconds, onMachine } = content;
  const machineDetection = detection[onMachine];
  return askTwilio(settings, { name: "voice", signal }, ({ calls }) =>
    calls.create({
      to,
      from,
      ...(answerUrl === undefined ? { twiml: markup } : { url: answerUrl, method: "POST" }),
      timeout: ringSeconds,
      timeLimit: maxSeconds,
      ...(machineDetection === undefined ? {} : { machineDetection }),
      ...(statusUrl === undefined
        ? {}
        : { statusCallback: statusUrl, statusCallbackMethod: "POST", statusCallbackEvent: ["completed"] }),
    }),
  );
}
