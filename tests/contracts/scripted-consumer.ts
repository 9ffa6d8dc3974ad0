import type { QueueBatch } from "#entry/queues/work-queue.ts";

/** A message that says what its consumer shall do with it, delivery by delivery; after the last word: acknowledge. */
export type Script = {
  readonly name: string;
  readonly says: ReadonlyArray<"ack" | "retry" | "later" | "throw" | "silence">;
};

export type Delivery = {
  readonly name: string;
  readonly id: string;
  readonly attempts: number;
  /** Number of its batch, and how many came in it. */
  readonly batch: number;
  readonly together: number;
  readonly at: number;
};

/** What "later" waits for. */
export const LATER_SECONDS = 1;

/** Does what its messages say, and tells of each delivery. "throw": after all others of the batch had their word. */
export function scriptedConsumer(now: () => number, tell: (delivery: Delivery) => void) {
  let batches = 0;
  return async ({ messages }: QueueBatch<Script>): Promise<void> => {
    batches += 1;
    let isThrown = false;
    for (const message of messages) {
      const { name, says } = message.body;
      const { id, attempts } = message;
      tell({ name, id, attempts, batch: batches, together: messages.length, at: now() });
      const word = says[attempts - 1] ?? "ack";
      if (word === "ack") message.ack();
      if (word === "retry") message.retry();
      if (word === "later") message.retry({ delaySeconds: LATER_SECONDS });
      isThrown ||= word === "throw";
    }
    if (isThrown) throw new Error("thrown as told");
  };
}
