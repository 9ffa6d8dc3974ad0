import type { KeyObject } from "node:crypto";
import type { DeadLetterDeps, DeadLetterQueue, Letter } from "#messages/dead-letters/dead-letter.ts";
import { type Dead, recordDeadLetters } from "#messages/dead-letters/record-dead-letters.ts";
import { openRecord } from "./click-letter.ts";
import type { QueueBatch, QueueMessage } from "./work-queue.ts";

export type BuryLetters = DeadLetterDeps & { readonly journalKey: KeyObject };

/** The queue whose dead letters come by this one; undefined for a queue of the living. */
export function deadLettersOf(queue: string): DeadLetterQueue | undefined {
  if (queue.endsWith("-clicks-dead")) return "clicks";
  return queue.endsWith("-send-dead") ? "send" : undefined;
}

/** The dead-letter queues' consumer: writes down what was given up. While the database is away the letters come back. */
export async function buryLetters(deps: BuryLetters, queue: DeadLetterQueue, { messages }: QueueBatch): Promise<void> {
  for (const message of messages) {
    await recordDeadLetters(deps, [queue === "clicks" ? deadClick(deps, message) : deadWord(message)]);
    message.ack();
  }
}

function deadWord({ id, body }: QueueMessage): Dead {
  const word = typeof body === "string" ? body.slice(0, 100) : "unreadable";
  return { queue: "send", name: word, body: word, reason: "turn_failed", letter: id };
}

/** Under its message's id: replayed, or delivered late after all, it is one click. */
function deadClick({ journalKey }: BuryLetters, { id, body }: QueueMessage): Dead {
  const letter = letterOf(id, body);
  const record = openRecord(journalKey, body);
  const click = { queue: "clicks", ...letter, letter: id } as const;
  if (record === undefined) return { ...click, reason: "click_unreadable" };
  return { ...click, reason: "projection_failed", messageNumber: record.messageNumber };
}

function letterOf(id: string, body: unknown): Letter {
  const bytes = body instanceof ArrayBuffer || body instanceof Uint8Array ? Buffer.from(body as Uint8Array) : "";
  return { name: id, body: bytes === "" ? "" : bytes.toString("base64url") };
}
