import type { Channel, OutgoingMessage, SendOutcome, VoiceContent } from "#channels/channel.ts";
import { isPhoneNumber } from "#channels/sms-address.ts";
import { actOut } from "./act-out.ts";
import { boundedCalls, type Calls } from "./calls.ts";
import type { SimulatedTreatment } from "./memory-channel.ts";

export type MemoryCallerSettings = {
  readonly maxCalls?: number;
  /** Decides each try; everything is accepted where it is absent. */
  readonly treat?: (message: OutgoingMessage<VoiceContent>) => SimulatedTreatment;
};

const MOST_CALLS = 2_000;

/** Calls to telephones in memory, for a first run and for tests. It recognises no repeated key: a double shows as a double. */
export function memoryCaller(settings: MemoryCallerSettings = {}): Channel<VoiceContent> & { readonly calls: Calls } {
  const calls = boundedCalls(settings.maxCalls ?? MOST_CALLS);
  const treat = settings.treat ?? (() => ({ kind: "accept" }) as const);
  let isClosed = false;

  const take = ({ messageNumber, key, to, date, content: { from, markup } }: OutgoingMessage<VoiceContent>) =>
    calls.receive({ direction: "out", messageNumber, key, to, date, from, markup });

  const send: Channel<VoiceContent>["send"] = async (message, { signal }): Promise<SendOutcome> => {
    const isGood = isPhoneNumber(message.to) && isPhoneNumber(message.content.from) && message.content.markup !== "";
    if (!isGood) return { kind: "rejected", reason: "voice_recipient", suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "voice_closed" : "voice_timeout" };
    return actOut(treat(message), () => take(message).callSid, signal);
  };

  return {
    name: "memory-caller",
    kind: "voice",
    limits: { concurrency: 64, timeoutMs: 10_000, idempotencyWindowMs: 0 },
    calls,
    send,
    close: async () => {
      isClosed = true;
    },
  };
}
