import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import type { Random } from "#kernel/random.ts";

/** Waits after the first, second, … failed try: Standard Webhooks, "Deliverability and reliability". Three days in all. */
const WAITS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
] as const;

/** Tries of one delivery, the first included. */
export const MOST_TRIES = WAITS_MS.length + 1;

/** A receiver may ask for more patience, but not for ever. */
const LONGEST_WAIT_MS = 24 * HOUR_MS;
/** Up to so much later, so that what failed together does not come back together. */
const JITTER = 0.2;

/** Milliseconds until the next try after `tries` failed ones; undefined when they are used up. */
export function nextWait(tries: number, random: Random, askedForMs = 0): number | undefined {
  const wait = WAITS_MS[tries - 1];
  if (wait === undefined) return undefined;
  return Math.round(Math.max(wait * (1 + JITTER * random.next()), Math.min(askedForMs, LONGEST_WAIT_MS)));
}
