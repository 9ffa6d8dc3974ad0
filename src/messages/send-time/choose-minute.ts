import { type ByHour, drawnTowards, HOURS } from "./answer-hours.ts";

/** A quiet time by the clock on the wall; on whichever weekday it holds, that minute is never chosen. */
export type QuietTime = { readonly from: number; readonly to: number };

export type Chooser = {
  /** Shares by hour of the segment or of everybody; absent while too few answered. */
  readonly prior: ByHour | undefined;
  readonly own: ByHour;
  readonly quiet: readonly QuietTime[];
  /** The newsletter's usual minute of the day. */
  readonly usualMinute: number;
};

/** The prior weighs as much as ten of her own answers: a few late evenings do not move anybody. */
const PRIOR_ANSWERS = 10;
/** Shares that differ by less are the same: sums of doubles in another order must not decide. */
const SAME = 1e-9;

/**
 * The minute of the local day at which she answers most, outside her quiet times: the same minute of another hour, on the same
 * date. Of hours as good as each other the one nearest to the usual one. undefined: the usual one. Pure: the same answers give
 * the same minute.
 */
export function chooseMinute({ prior, own, quiet, usualMinute }: Chooser): number | undefined {
  if (prior === undefined) return undefined;
  const shares = drawnTowards(prior, own, PRIOR_ANSWERS);
  const usualHour = Math.floor(usualMinute / 60);
  let best: { readonly minute: number; readonly share: number } | undefined;
  for (const hour of nearestFirst(usualHour)) {
    const minute = hour * 60 + (usualMinute % 60);
    if (quiet.some((time) => isWithin(time, minute))) continue;
    const share = shares[hour] ?? 0;
    if (best === undefined || share > best.share + SAME) best = { minute, share };
  }
  return best === undefined || best.minute === usualMinute ? undefined : best.minute;
}

function isWithin({ from, to }: QuietTime, minute: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Hours of one local date by their distance from one of them, the earlier first. */
function nearestFirst(hour: number): readonly number[] {
  const hours = Array.from({ length: HOURS }, (_, each) => each);
  return hours.toSorted((one, other) => Math.abs(one - hour) - Math.abs(other - hour) || one - other);
}
