import type { Channel, OutgoingMessage } from "#channels/channel.ts";

export type NullChannel = Channel & { accepted(): number; last(): OutgoingMessage };

/** A transport that takes everything and drops it. */
export function nullChannel(): NullChannel {
  let accepted = 0;
  let last: OutgoingMessage | undefined;
  return {
    name: "null",
    kind: "email",
    limits: { concurrency: 64, timeoutMs: 10_000, idempotencyWindowMs: 0 },
    send: async (message) => {
      accepted += 1;
      last = message;
      return { kind: "accepted", providerId: `null-${accepted}` };
    },
    close: async () => undefined,
    accepted: () => accepted,
    last: () => {
      if (last === undefined) throw new Error("Nothing was sent.");
      return last;
    },
  };
}
