import { type Clock, SECOND_MS, type Timer } from "#kernel/clock.ts";
import type { QueueBatch, QueueMessage, QueueProducer } from "./work-queue.ts";

export type ProcessQueueSettings<Body> = {
  readonly name: string;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly maxBatchSize: number;
  /** Deliveries after the first one. */
  readonly maxRetries: number;
  /** What is sent while so many wait is dropped: the sweeper finds what it was about. */
  readonly mostWaiting: number;
  /** What is retried without a word of when waits so long. */
  readonly retryDelaySeconds?: number;
  readonly consume: (batch: QueueBatch<Body>) => Promise<void>;
  /** Where a message goes whose retries are used up; absent: nowhere. */
  readonly deadLetters?: QueueProducer<Body>;
  /** What a consumer threw. */
  readonly onFault: (cause: unknown) => void;
};

type Waiting<Body> = { readonly id: string; readonly sentAt: number; readonly body: Body; readonly attempts: number };
type Verdict = "ack" | { readonly delaySeconds: number };

/**
 * Cloudflare Queues' contract inside one process: batches, each message acknowledged or retried by itself, attempts that are
 * counted, delays, dead letters. One batch at a time, as one database has one writer. Nothing is kept over a restart: rows
 * are, and a queue only says that there is something to do.
 */
export class ProcessQueue<Body> implements QueueProducer<Body> {
  readonly #settings: ProcessQueueSettings<Body>;
  readonly #waiting: Array<Waiting<Body>> = [];
  readonly #delays = new Set<() => void>();
  #running: Promise<void> | undefined;
  #serial = 0;
  #isStopped = false;

  constructor(settings: ProcessQueueSettings<Body>) {
    this.#settings = settings;
  }

  async send(body: Body): Promise<void> {
    await this.sendBatch([{ body }]);
  }

  async sendBatch(messages: Iterable<{ readonly body: Body }>): Promise<void> {
    for (const { body } of messages) {
      if (this.#isStopped || this.#waiting.length >= this.#settings.mostWaiting) return;
      this.#serial += 1;
      const { name, clock } = this.#settings;
      this.#waiting.push({
        id: `${name}-${clock.now().toString(36)}-${this.#serial}`,
        sentAt: clock.now(),
        body,
        attempts: 0,
      });
    }
    this.#wake();
  }

  /** What waits to be delivered, without what comes back later. */
  get waiting(): number {
    return this.#waiting.length;
  }

  get isIdle(): boolean {
    return this.#running === undefined;
  }

  /** Ends after the batch under way; what waits is dropped. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const cancel of this.#delays) cancel();
    await this.#running;
  }

  #wake(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#waiting.length > 0 && !this.#isStopped) this.#wake();
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#isStopped) {
      await this.#deliver(this.#waiting.splice(0, this.#settings.maxBatchSize));
    }
  }

  async #deliver(batch: ReadonlyArray<Waiting<Body>>): Promise<void> {
    const verdicts = new Map<string, Verdict>();
    let rest: Verdict = "ack";
    try {
      const messages = batch.map((one) =>
        messageOf(one, { verdicts, retryDelaySeconds: this.#settings.retryDelaySeconds ?? 0 }),
      );
      await this.#settings.consume({ queue: this.#settings.name, messages });
    } catch (cause) {
      rest = { delaySeconds: this.#settings.retryDelaySeconds ?? 0 };
      this.#settings.onFault(cause);
    }
    for (const one of batch) {
      const verdict = verdicts.get(one.id) ?? rest;
      if (verdict !== "ack") await this.#again({ ...one, attempts: one.attempts + 1 }, verdict.delaySeconds);
    }
  }

  async #again(message: Waiting<Body>, delaySeconds: number): Promise<void> {
    const { maxRetries, deadLetters, timer } = this.#settings;
    if (message.attempts > maxRetries) {
      await deadLetters?.send(message.body);
      return;
    }
    if (this.#isStopped) return;
    const cancel = timer.after(delaySeconds * SECOND_MS, () => {
      this.#delays.delete(cancel);
      this.#waiting.push(message);
      this.#wake();
    });
    this.#delays.add(cancel);
  }
}

function messageOf<Body>(
  { id, sentAt, body, attempts }: Waiting<Body>,
  { verdicts, retryDelaySeconds }: { readonly verdicts: Map<string, Verdict>; readonly retryDelaySeconds: number },
): QueueMessage<Body> {
  // The first word counts, as Cloudflare's does.
  const say = (verdict: Verdict) => {
    if (!verdicts.has(id)) verdicts.set(id, verdict);
  };
  return {
    id,
    body,
    timestamp: new Date(sentAt),
    attempts: attempts + 1,
    ack: () => say("ack"),
    retry: ({ delaySeconds = retryDelaySeconds } = {}) => say({ delaySeconds }),
  };
}
