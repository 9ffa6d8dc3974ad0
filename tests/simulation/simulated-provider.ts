import type { Channel, OutgoingMessage, SendOutcome } from "#channels/channel.ts";
import { randomInt, type Random } from "#kernel/random.ts";
import type { Life, Turns } from "./turns.ts";

/** What the provider holds: the truth that everything else is measured by. */
export type Taken = {
  readonly key: string;
  readonly to: string;
  readonly customer: string;
  readonly newsletter: string;
  readonly occurrenceOn: string;
  /** The step in which the try was committed that brought it. */
  readonly begunAt: number;
};

export type ProviderParts = {
  readonly turns: Turns;
  readonly random: Random;
  /** Whether it knows a repeated key. */
  readonly isKeyed: boolean;
  /** Of a thousand tries, how many go wrong. */
  readonly troubled: () => number;
};

const KEY_WINDOW_MS = 86_400_000;
export const CONCURRENCY = 3;

export class Provider {
  readonly taken: Taken[] = [];
  /** Tries whose answer nobody heard. */
  unheard = 0;
  readonly #parts: ProviderParts;
  readonly #bodies = new Map<string, string>();
  readonly faults: string[] = [];

  constructor(parts: ProviderParts) {
    this.#parts = parts;
  }

  /** The way to it for one life. */
  channelFor(life: Life): Channel {
    const { turns, isKeyed } = this.#parts;
    return {
      name: "simulated",
      kind: "email",
      limits: { concurrency: CONCURRENCY, timeoutMs: 30_000, idempotencyWindowMs: isKeyed ? KEY_WINDOW_MS : 0 },
      send: async (message) => {
        const begunAt = life.wroteAt;
        await turns.take(life);
        const outcome = this.#answer(message, begunAt);
        await turns.take(life);
        return outcome;
      },
      close: async () => undefined,
    };
  }

  #answer(message: OutgoingMessage, begunAt: number): SendOutcome {
    const { random, troubled } = this.#parts;
    const trouble = randomInt(random, 1_000) < troubled() ? randomInt(random, 5) : -1;
    if (trouble === 0) return { kind: "deferred", reason: "busy" };
    if (trouble === 1) return { kind: "rejected", reason: "policy", suppress: false };
    if (trouble === 2) return { kind: "rejected", reason: "unknown_recipient", suppress: true };
    if (trouble === 3) return this.#unheard();
    this.#take(message, begunAt);
    return trouble === 4 ? this.#unheard() : { kind: "accepted", providerId: `p${this.taken.length}` };
  }

  #unheard(): SendOutcome {
    this.unheard += 1;
    return { kind: "unknown", reason: "answer_lost" };
  }

  #take({ key, to, content }: OutgoingMessage, begunAt: number): void {
    const body = JSON.stringify(content);
    const before = this.#bodies.get(key);
    if (before !== undefined && before !== body) this.faults.push(`other bytes under the key of ${content.subject}`);
    this.#bodies.set(key, body);
    if (before !== undefined && this.#parts.isKeyed) return;
    const [customer = "", newsletter = "", occurrenceOn = ""] = content.subject.split(" ");
    this.taken.push({ key, to, customer, newsletter, occurrenceOn, begunAt });
  }
}
