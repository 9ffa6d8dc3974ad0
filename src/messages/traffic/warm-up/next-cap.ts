/** What the operator decided. */
export type WarmUpPlan = {
  /** The first UTC day, YYYY-MM-DD; before it nothing is held. */
  readonly startOn: string;
  /** Messages of the first day, to each receiver. */
  readonly firstDay: number;
};

/** A stream's last day with a cap, and what its last week came to. */
export type WarmUpRecord = {
  readonly cap: number;
  /** Of that day. */
  readonly sentThatDay: number;
  readonly sent: number;
  readonly hard: number;
  readonly complained: number;
  /** Its breaker opened on that day or since. */
  readonly hasOpened: boolean;
};

/** Between the 1.5 and 2 of field practice. */
const GROWTH = 1.75;
const MOST_HARD = 0.02;
const MOST_COMPLAINED = 0.001;
/** A day that used less of its cap than this proved nothing. */
const LEAST_USED = 0.5;
/** From here on a receiver knows the domain, and the plan is over. */
const WARM = 100_000;
export const NO_CAP = 1_000_000_000;

/**
 * The cap of the next day: grows after a day that was used and came to no harm, stays otherwise, and is halved where the breaker
 * opened. Pure.
 */
export function nextCap(plan: WarmUpPlan, last: WarmUpRecord | undefined): number {
  if (last === undefined) return plan.firstDay;
  const { cap, sentThatDay, sent, hard, complained, hasOpened } = last;
  if (cap >= NO_CAP && !hasOpened) return NO_CAP;
  const known = Math.min(cap, WARM);
  if (hasOpened) return Math.max(plan.firstDay, Math.floor(known / 2));
  const isWell = hard < MOST_HARD * Math.max(sent, 1) && complained < MOST_COMPLAINED * Math.max(sent, 1);
  if (!isWell || sentThatDay < LEAST_USED * known) return known;
  const grown = Math.floor(known * GROWTH);
  return grown >= WARM ? NO_CAP : grown;
}
