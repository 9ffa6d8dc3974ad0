import type { Channel, OutgoingMessage, PrintContent, SendOutcome } from "#channels/channel.ts";
import { parsePostalText } from "#channels/postal-address.ts";
import { actOut } from "./act-out.ts";
import { boundedLetterbox, type Letterbox } from "./letterbox.ts";
import type { SimulatedTreatment } from "./memory-channel.ts";

export type MemoryLetterboxSettings = {
  readonly maxLetters?: number;
  /** Decides each try; everything is accepted where it is absent. */
  readonly treat?: (message: OutgoingMessage<PrintContent>) => SimulatedTreatment;
};

/** A letter is some 20 KB. */
const MOST_LETTERS = 500;

/** Letters to letterboxes in memory, for a first run and for tests. It recognises no repeated key: a double shows as a double. */
export function memoryLetterbox(
  settings: MemoryLetterboxSettings = {},
): Channel<PrintContent> & { readonly letterbox: Letterbox } {
  const letterbox = boundedLetterbox(settings.maxLetters ?? MOST_LETTERS);
  const treat = settings.treat ?? (() => ({ kind: "accept" }) as const);
  let isClosed = false;

  const send: Channel<PrintContent>["send"] = async (message, { signal }): Promise<SendOutcome> => {
    if (parsePostalText(message.to) === undefined) {
      return { kind: "rejected", reason: "postal_address", suppress: false };
    }
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "channel_closed" : "timeout" };
    return actOut(treat(message), () => `letter-${letterbox.receive(message).arrival}`, signal);
  };

  return {
    name: "memory-letterbox",
    kind: "print",
    limits: { concurrency: 16, timeoutMs: 10_000, idempotencyWindowMs: 0 },
    letterbox,
    send,
    close: async () => {
      isClosed = true;
    },
  };
}
