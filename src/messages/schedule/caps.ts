import { z } from "zod";
import { DAY_MS } from "#kernel/clock.ts";

export const capPeriods = ["day", "week", "month"] as const;
export type CapPeriod = (typeof capPeriods)[number];

/** Rolling windows, so that nobody gets two weeks' worth around a Sunday midnight. */
export const capWindowMs: Readonly<Record<CapPeriod, number>> = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };

const most = (window: string) =>
  z.int().min(0).max(1000).optional().describe(`At most this many messages within any ${window}`);

/** "At most n per period"; a period that is absent is not limited. */
export const capsSchema = z
  .strictObject({ day: most("24 hours"), week: most("7 days"), month: most("30 days") })
  .describe("How many messages at most, over all channels");

export type Caps = z.infer<typeof capsSchema>;

/** How many messages were sent or reserved within each window that ends now. */
export type CapCounts = Readonly<Record<CapPeriod, number>>;

/** The smallest number of each period: a customer's, a vendor's and a campaign's caps can only take away. */
export function strictestCaps(...all: readonly Caps[]): Caps {
  const strictest: Caps = {};
  for (const period of capPeriods) {
    const given = all.map((caps) => caps[period]).filter((cap) => cap !== undefined);
    if (given.length > 0) strictest[period] = Math.min(...given);
  }
  return strictest;
}

/** The first period whose cap one more message would break; undefined where it may go. */
export function blockingPeriod(counts: CapCounts, caps: Caps): CapPeriod | undefined {
  return capPeriods.find((period) => counts[period] >= (caps[period] ?? Infinity));
}

/** Whether one more message stays within every cap. */
export function isWithinCaps(counts: CapCounts, caps: Caps): boolean {
  return blockingPeriod(counts, caps) === undefined;
}

/**
 * The fullest window of each period that a message at `at` would be part of. With nothing reserved after `at` these are
 * the counts of the windows that end there; reservations ahead of it are windows of their own. Windows are (t − w, t].
 */
export function countsAround(at: number, sentAt: readonly number[]): CapCounts {
  const fullest = (windowMs: number) => {
    const near = sentAt.filter((sent) => Math.abs(sent - at) < windowMs);
    const ends = [at, ...near.filter((sent) => sent > at)];
    return Math.max(...ends.map((end) => near.filter((sent) => sent > end - windowMs && sent <= end).length));
  };
  return { day: fullest(capWindowMs.day), week: fullest(capWindowMs.week), month: fullest(capWindowMs.month) };
}
