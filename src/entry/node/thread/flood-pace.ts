import { SECOND_MS } from "#kernel/clock.ts";

/** A journal that grows faster than this is a flood: some 5,000 clicks a second. */
export const FLOOD_BYTES_PER_MS = 2_000;

/**
 * Rest for each millisecond of projecting: a fifth of one core goes to the database, the rest to answers. On two cores that
 * keeps up with some 10,000 clicks a second; more of them wait in the journal, where they are as safe.
 */
const REST_SHARE = 4;
/** A projection that is further behind than this rests no longer, so that scores and pages never lose sight of a long flood. */
const MOST_BEHIND_MS = 10 * SECOND_MS;

export type Projected = {
  /** How long this piece of it took. */
  readonly tookMs: number;
  /** Age of the oldest click in it. */
  readonly behindMs: number;
  /** By how much the journal grew, in how long. */
  readonly grownBytes: number;
  readonly sinceMs: number;
};

/** How long a projection leaves the machine to those who answer, in ms, after a piece of its work. */
export function restAfter({ tookMs, behindMs, grownBytes, sinceMs }: Projected): number {
  const isFlood = grownBytes > FLOOD_BYTES_PER_MS * sinceMs;
  return isFlood && behindMs <= MOST_BEHIND_MS ? tookMs * REST_SHARE : 0;
}
