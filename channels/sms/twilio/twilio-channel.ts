import type { Channel, OutgoingMessage, SendOutcome, SmsContent } from "#channels/channel.ts";
import { inFlight } from "#channels/in-flight.ts";
import { isPhoneNumber, isSmsSender } from "#channels/sms-address.ts";
import { askTwilio, type TwilioAccount } from "#channels/twilio/twilio-line.ts";
import { SECOND_MS } from "#kernel/clock.ts";

export type TwilioSettings = TwilioAccount & {
  readonly concurrency?: number;
};

const TIMEOUT_MS = 20 * SECOND_MS;
/** Twilio's own limit, whatever the encoding (error 21617). */
const MOST_CHARACTERS = 1_600;

type Outgoing = OutgoingMessage<SmsContent>;

/**
 * Texts by Twilio's own client, over a request of ours: it can be ended at its time, and tells whether anything left. Twilio
 * knows no repeated key, so an answer that was lost stays unknown until a status callback tells (`statusUrl` names the message).
 */
export function twilioChannel(settings: TwilioSettings): Channel<SmsContent> {
  const verbs = inFlight<SmsContent>(async (message, { signal, isClosed }) => {
    const fault = faultOf(message);
    if (fault !== undefined) return { kind: "rejected", reason: fault, suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "sms_closed" : "sms_timeout" };
    return create(settings, message, signal);
  });

  return {
    name: "twilio",
    kind: "sms",
    limits: { concurrency: settings.concurrency ?? 20, timeoutMs: TIMEOUT_MS, idempotencyWindowMs: 0 },
    ...verbs,
  };
}

/** What is wrong with a message before a byte of it leaves. */
function faultOf({ to, content }: Outgoing): string | undefined {
  if (!isPhoneNumber(to)) return "sms_recipient";
  if (!isSmsSender(content.from)) return "sms_sender";
  if (content.text === "") return "sms_empty";
  return content.text.length > MOST_CHARACTERS ? "sms_too_long" : undefined;
}

function create(settings: TwilioSettings, message: Outgoing, signal: AbortSignal): Promise<SendOutcome> {
  const { to, content } = message;
  const { validitySeconds } = content;
  return askTwilio(settings, { name: "sms", signal }, ({ messages }) =>
    messages.create({
      to,
      from: content.from,
      body: content.text,
      // The sender replaced what it was allowed to, and its preview showed it: the provider changes nothing.
      smartEncoded: false,
      ...(content.statusUrl === undefined ? {} : { statusCallback: content.statusUrl }),
      ...(validitySeconds === undefined ? {} : { validityPeriod: validitySeconds }),
    }),
  );
}
