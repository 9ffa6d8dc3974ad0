import type { Survival } from "./concordance.ts";
import { productLimit, type StepCurve, valueAt, valueBefore } from "./product-limit.ts";

/** Chances of an event by the asked times: `curves[k][row]` is P(event by times[k]). */
export type Curves = { readonly times: readonly number[]; readonly curves: readonly Float64Array[] };

export type BrierAt = { readonly time: number; readonly brier: number };

/**
 * Brier score at each time and its mean over the span by the trapezoid rule. Rows that were not followed so long are stood
 * for by those that were: each counts one over the chance of having been followed (Graf et al. 1999), by Kaplan-Meier.
 */
export function integratedBrier(
  { times, curves }: Curves,
  rows: Survival,
): { readonly integrated: number; readonly points: readonly BrierAt[] } {
  const followed = productLimit(rows, "ends");
  const points = times.map((time, index) => {
    const losses = lossesAt(time, curves[index] ?? new Float64Array(0), { rows, followed });
    return { time, brier: losses.reduce((sum, loss) => sum + loss, 0) / losses.length };
  });
  let area = 0;
  points.slice(1).forEach(({ time, brier }, index) => {
    const before = points[index];
    if (before !== undefined) area += ((time - before.time) * (brier + before.brier)) / 2;
  });
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return { integrated: span > 0 ? area / span : (points[0]?.brier ?? Number.NaN), points };
}

/** What each row adds to the integrated Brier score, which is the mean of these. */
export function integratedBrierLosses({ times, curves }: Curves, rows: Survival): Float64Array {
  const followed = productLimit(rows, "ends");
  const losses = new Float64Array(rows.time.length);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  times.forEach((time, index) => {
    const width = (times[index + 1] ?? time) - (times[index - 1] ?? time);
    const weight = span > 0 ? width / 2 / span : 1 / times.length;
    lossesAt(time, curves[index] ?? new Float64Array(0), { rows, followed }).forEach((loss, row) => {
      losses[row] = (losses[row] ?? 0) + weight * loss;
    });
  });
  return losses;
}

type Weighing = { readonly rows: Survival; readonly followed: StepCurve };

/** Squared errors of all rows at a time, over the chance of having been followed; 0 where nobody knows what came. */
function lossesAt(at: number, chances: Float64Array, { rows, followed }: Weighing): Float64Array {
  const { time, happened } = rows;
  const beyond = valueAt(followed, at);
  return time.map((until, row) => {
    const chance = chances[row] ?? 0;
    if (until <= at && happened[row] === 1) return (1 - chance) ** 2 / valueBefore(followed, until);
    return until > at ? chance ** 2 / beyond : 0;
  });
}
