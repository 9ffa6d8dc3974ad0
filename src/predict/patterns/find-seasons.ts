import { dateOfEpochDay } from "#kernel/calendar.ts";
import { normalCdf } from "#predict/numerics/normal.ts";

/** How a part of the week or year compares with an average day. */
export type Season = {
  /** Place in the cycle: 0 for Monday, or for January. */
  readonly place: number;
  /** Amount a day by that of all days: 1 is average. NaN where the span has no such day. */
  readonly index: number;
  readonly days: number;
  /** Chance of so large a difference among days that are all alike (two-sided, normal, by the spread of days). */
  readonly pValue: number;
};

/** A day's amount; `day` counts from 1970-01-01, a Thursday. */
export type DayAmount = { readonly day: number; readonly amount: number };

const monthOf = (day: number): number => Number(dateOfEpochDay(day).slice(5, 7)) - 1;
/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Every day of the span counts, also one on which nothing came: list it with 0. */
export function findSeasons(days: readonly DayAmount[], cycle: "week" | "year"): readonly Season[] {
  const [placeOf, places] = cycle === "week" ? [weekdayOf, 7] : [monthOf, 12];
  const all = days.map(({ amount }) => amount);
  const mean = meanOf(all);
  const of = days.map(({ day }) => placeOf(day));
  return Array.from({ length: places }, (_, place) => {
    const own = all.filter((_, at) => of[at] === place);
    const rest = all.filter((_, at) => of[at] !== place);
    const error = Math.sqrt(squareError(own) + squareError(rest));
    const distance = Math.abs(meanOf(own) - meanOf(rest));
    const pValue = error > 0 ? 2 * normalCdf(-distance / error) : distance > 0 ? 0 : 1;
    return { place, index: meanOf(own) / mean, days: own.length, pValue };
  });
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Squared standard error of the mean. */
function squareError(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1) / values.length;
}
