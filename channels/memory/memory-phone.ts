import type { Channel, OutgoingMessage, SendOutcome, SmsContent } from "#channels/channel.ts";
import { isPhoneNumber, isSmsSender } from "#channels/sms-address.ts";
import { actOut } from "./act-out.ts";
import type { SimulatedTreatment } from "./memory-channel.ts";
import { boundedPhone, type Phone } from "./phone.ts";

export type MemoryPhoneSettings = {
  readonly maxTexts?: number;
  /** Decides each try; everything is accepted where it is absent. */
  readonly treat?: (message: OutgoingMessage<SmsContent>) => SimulatedTreatment;
};

const MOST_TEXTS = 5_000;

/** Texts to telephones in memory, for a first run and for tests. It recognises no repeated key: a double shows as a double. */
export function memoryPhone(settings: MemoryPhoneSettings = {}): Channel<SmsContent> & { readonly phone: Phone } {
  const phone = boundedPhone(settings.maxTexts ?? MOST_TEXTS);
  const treat = settings.treat ?? (() => ({ kind: "accept" }) as const);
  let isClosed = false;

  const take = ({ messageNumber, key, to, date, content }: OutgoingMessage<SmsContent>) => {
    const { from, text, encoding, segments } = content;
    return phone.receive({ messageNumber, key, to, date, from, text, encoding, segments });
  };

  const send: Channel<SmsContent>["send"] = async (message, { signal }): Promise<SendOutcome> => {
    const isGood = isPhoneNumber(message.to) && isSmsSender(message.content.from) && message.content.text !== "";
    if (!isGood) return { kind: "rejected", reason: "sms_recipient", suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "sms_closed" : "sms_timeout" };
    return actOut(treat(message), () => `phone-${take(message).arrival}`, signal);
  };

  return {
    name: "memory-phone",
    kind: "sms",
    limits: { concurrency: 64, timeoutMs: 10_000, idempotencyWindowMs: 0 },
    phone,
    send,
    close: async () => {
      isClosed = true;
    },
  };
}
