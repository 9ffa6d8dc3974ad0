import type { Clock } from "#kernel/clock.ts";
import type { Log } from "#entry/log-line.ts";
import type { QueueBatch, QueueMessage } from "./work-queue.ts";
import { isAwake } from "./wake.ts";

/** What each word means; a word that is not here is poison. */
export type WakeTurns = Readonly<Record<string, () => Promise<void>>>;

export type ConsumeWakes = { readonly clock: Clock; readonly log: Log; readonly turns: WakeTurns };

const FIRST_WAIT_SECONDS = 5;

/**
 * The sending queue's consumer, at the edge and in the process: one turn for each word. A turn that fails leaves its rows to
 * the lease, and its word comes back alone, later and later, until it is dead. A word carries nothing: lost, late or said five
 * times, the rows decide.
 */
export async function consumeWakes({ clock, log, turns }: ConsumeWakes, { messages }: QueueBatch): Promise<void> {
  for (const message of messages) {
    const turn = typeof message.body === "string" ? turns[message.body] : undefined;
    if (turn === undefined) {
      log("wake_unreadable", { attempts: message.attempts });
      retryLater(message);
      continue;
    }
    if (!isAwake(message.timestamp.getTime(), clock.now())) {
      message.ack();
      continue;
    }
    try {
      await turn();
      message.ack();
    } catch (cause) {
      log("turn_failed", { attempts: message.attempts, name: cause instanceof Error ? cause.name : "unknown" });
      retryLater(message);
    }
  }
}

function retryLater(message: QueueMessage): void {
  message.retry({ delaySeconds: FIRST_WAIT_SECONDS * 2 ** Math.min(message.attempts - 1, 8) });
}
