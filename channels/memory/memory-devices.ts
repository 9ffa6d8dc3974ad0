import type { Channel, OutgoingMessage, PushContent, SendOutcome } from "#channels/channel.ts";
import { actOut } from "./act-out.ts";
import { boundedDevices, type Devices } from "./devices.ts";
import type { SimulatedTreatment } from "./memory-channel.ts";

export type MemoryDevicesSettings = {
  readonly maxNotices?: number;
  /** Decides each try; everything is accepted where it is absent. */
  readonly treat?: (message: OutgoingMessage<PushContent>) => SimulatedTreatment;
};

const MOST_NOTICES = 5_000;
const MAX_ENDPOINT = 1_024;

/** Notices to browsers in memory, for a first run and for tests. It recognises no repeated key: a double shows as a double. */
export function memoryDevices(
  settings: MemoryDevicesSettings = {},
): Channel<PushContent> & { readonly devices: Devices } {
  const devices = boundedDevices(settings.maxNotices ?? MOST_NOTICES);
  const treat = settings.treat ?? (() => ({ kind: "accept" }) as const);
  let isClosed = false;

  const take = ({ messageNumber, key, to, date, content }: OutgoingMessage<PushContent>) => {
    const { payload, urgency, ttlSeconds } = content;
    return devices.receive({ messageNumber, key, endpoint: to, date, payload, urgency, ttlSeconds });
  };

  const send: Channel<PushContent>["send"] = async (message, { signal }): Promise<SendOutcome> => {
    if (!isEndpoint(message.to)) return { kind: "rejected", reason: "push_recipient", suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "push_closed" : "push_timeout" };
    return actOut(treat(message), () => `notice-${take(message).arrival}`, signal);
  };

  return {
    name: "memory-devices",
    kind: "push",
    limits: { concurrency: 64, timeoutMs: 10_000, idempotencyWindowMs: 0 },
    devices,
    send,
    close: async () => {
      isClosed = true;
    },
  };
}

function isEndpoint(text: string): boolean {
  return text.length <= MAX_ENDPOINT && /^https:\/\/[^\s,]+$/.test(text) && URL.canParse(text);
}
