import { HOUR_MS } from "#kernel/clock.ts";

/**
 * When a fact counts as of: nothing is known before it happened. Clocks differ, so an hour ahead is taken as it is; what lies
 * further ahead counts as of its arrival, at every door.
 */
export function heardAt(at: number, receivedAt: number): number {
  return at > receivedAt + HOUR_MS ? receivedAt : at;
}
