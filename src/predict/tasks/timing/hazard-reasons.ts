import type { Contribution } from "#predict/learners/learner.ts";
import { exp } from "#predict/numerics/exponential.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import type { Shown } from "#predict/tasks/candidates/reasons.ts";
import type { FittedTiming } from "#predict/timing/fitted-timing.ts";

const MOST_REASONS = 3;
const LEAST = 0.05;

/** The strongest reasons of the one row, such as `silence 12 days: rate × 1.8`. */
export function hazardReasons(fitted: FittedTiming, one: Matrix, shown: Shown): readonly string[] {
  return strongest(fitted.explain(one, 0))
    .filter(({ contribution }) => Math.abs(contribution) >= LEAST)
    .slice(0, MOST_REASONS)
    .map(({ column, value, contribution }) => {
      const what = value === undefined ? "missing" : typeof value === "number" ? shown(column, value) : value;
      return `${what === undefined ? column : `${column} ${what}`}: rate × ${exp(contribution).toPrecision(2)}`;
    });
}

function strongest(parts: readonly Contribution[]): readonly Contribution[] {
  return parts.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}
