import type { Queue } from "@cloudflare/workers-types";
import { MINUTE_MS } from "#kernel/clock.ts";

/** All that a wake message says. Which rows are sent, and by whom, the claim in the database decides. */
const WAKE_WORD = "due";

/** What one call of a queue takes. */
const MOST_WAKES = 100;

const WAKE_LASTS_MS = 2 * MINUTE_MS;

/** The next tick counts anew: an older word would only make senders look for what is done. */
export function isAwake(sentAt: number, now: number): boolean {
  return now - sentAt < WAKE_LASTS_MS;
}

/** Wakes as many senders as the due messages need; the rest waits for the next tick. */
export async function wakeSenders(
  queue: Pick<Queue<string>, "sendBatch">,
  due: number,
  sendBatch: number,
): Promise<number> {
  const wakes = Math.min(MOST_WAKES, Math.ceil(due / sendBatch));
  if (wakes > 0) await queue.sendBatch(Array.from({ length: wakes }, () => ({ body: WAKE_WORD })));
  return wakes;
}

/** The most rows that one tick wakes senders for: no need to count on. */
export function mostDue(sendBatch: number): number {
  return MOST_WAKES * sendBatch;
}
