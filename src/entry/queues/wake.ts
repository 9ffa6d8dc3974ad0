import { MINUTE_MS } from "#kernel/clock.ts";
import type { QueueProducer } from "./work-queue.ts";

/** All that a wake message says. Which rows are sent, and by whom, the claim in the database decides. */
export const WAKE_WORD = "due";

/** What the send queue's message says where webhooks are meant. */
export const WEBHOOKS_WORD = "webhooks";

/** What one call of a queue takes. */
export const MOST_WAKES = 100;

const WAKE_LASTS_MS = 2 * MINUTE_MS;

/** The next tick counts anew: an older word would only make senders look for what is done. */
export function isAwake(sentAt: number, now: number): boolean {
  return now - sentAt < WAKE_LASTS_MS;
}

/** What has been due for longer was not sent by any word: these were lost, or came to nothing. */
export function isOverdue(oldestDueAt: number | null, now: number): boolean {
  return oldestDueAt !== null && now - oldestDueAt >= WAKE_LASTS_MS;
}

/** The word for one channel's lane: a provider that hangs keeps nobody else's word waiting. */
export function wordFor(channel: string): string {
  return `${WAKE_WORD}/${channel}`;
}

/** Wakes as many senders as the due messages need; the rest waits for the next tick. */
export async function wakeSenders(
  queue: Pick<QueueProducer<string>, "sendBatch">,
  { due, sendBatch, word = WAKE_WORD }: { readonly due: number; readonly sendBatch: number; readonly word?: string },
): Promise<number> {
  const wakes = Math.min(MOST_WAKES, Math.ceil(due / sendBatch));
  if (wakes > 0) await queue.sendBatch(Array.from({ length: wakes }, () => ({ body: word })));
  return wakes;
}

/** The most rows that one tick wakes senders for: no need to count on. */
export function mostDue(sendBatch: number): number {
  return MOST_WAKES * sendBatch;
}
