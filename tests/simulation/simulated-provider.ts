import type {
  Channel,
  EmailContent,
  MessageContent,
  OutgoingMessage,
  SendOutcome,
  SmsContent,
} from "#channels/channel.ts";
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

/** What a simulated message is: its customer, newsletter and occurrence are its words. */
export type SimulatedContent = EmailContent | SmsContent;

export type ProviderParts = {
  readonly turns: Turns;
  readonly random: Random;
  /** Whether it knows a repeated key. */
  readonly isKeyed: boolean;
  /** Of a thousand tries, how many go wrong. */
  readonly troubled: () => number;
  /** Whether it is down now: no try of it is answered, and what hangs may have been taken. */
  readonly isDown: () => boolean;
  /** Which of two it is; each has what it took, and only its own keys. */
  readonly name: string;
  /** What both took together: the truth. */
  readonly taken: Taken[];
};

const KEY_WINDOW_MS = 86_400_000;
export const CONCURRENCY = 3;

export class Provider {
  readonly taken: Taken[];
  /** Tries whose answer nobody heard. */
  unheard = 0;
  readonly #parts: ProviderParts;
  readonly #bodies = new Map<string, string>();
  readonly faults: string[] = [];

  constructor(parts: ProviderParts) {
    this.#parts = parts;
    this.taken = parts.taken;
  }

  /** A way to it for one life. */
  channelFor(life: Life, kind: SimulatedContent["kind"]): Channel<MessageContent> {
    const { turns, isKeyed } = this.#parts;
    return {
      name: `${this.#parts.name}-${kind}`,
      kind,
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

  #answer(message: OutgoingMessage<MessageContent>, begunAt: number): SendOutcome {
    const { random, troubled, isDown } = this.#parts;
    if (isDown()) return this.#hang(message, begunAt);
    const trouble = randomInt(random, 1_000) < troubled() ? randomInt(random, 5) : -1;
    if (trouble === 0) return { kind: "deferred", reason: "busy" };
    if (trouble === 1) return { kind: "rejected", reason: "policy", suppress: false };
    if (trouble === 2) return { kind: "rejected", reason: "unknown_recipient", suppress: true };
    if (trouble === 3) return this.#unheard();
    this.#take(message, begunAt);
    return trouble === 4 ? this.#unheard() : { kind: "accepted", providerId: `p${this.taken.length}` };
  }

  /** Refused at the door, or silent until the try's time is over: with the message, or without. */
  #hang(message: OutgoingMessage<MessageContent>, begunAt: number): SendOutcome {
    const dice = randomInt(this.#parts.random, 4);
    if (dice > 1) return { kind: "deferred", reason: dice === 2 ? "connection: refused" : "provider_401" };
    if (dice === 1) this.#take(message, begunAt);
    return this.#unheard();
  }

  #unheard(): SendOutcome {
    this.unheard += 1;
    return { kind: "unknown", reason: "answer_lost" };
  }

  #take({ key, to, content }: OutgoingMessage<MessageContent>, begunAt: number): void {
    const words = wordsOf(content);
    const body = JSON.stringify(content);
    // The ways lead to two providers: what one has is nothing to the other.
    const known = `${content.kind} ${key}`;
    const before = this.#bodies.get(known);
    if (before !== undefined && before !== body) this.faults.push(`other bytes under the key of ${words}`);
    this.#bodies.set(known, body);
    if (before !== undefined && this.#parts.isKeyed) return;
    const [customer = "", newsletter = "", occurrenceOn = ""] = words.split(" ");
    this.taken.push({ key, to, customer, newsletter, occurrenceOn, begunAt });
  }
}

function wordsOf(content: MessageContent): string {
  if (content.kind === "email") return content.subject;
  return content.kind === "sms" ? content.text : "";
}
