import type { Contribution } from "#predict/learners/learner.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import { shownFeature } from "#predict/tasks/transactions/shown-feature.ts";
import type { FittedTiming } from "#predict/timing/fitted-timing.ts";

const MOST_REASONS = 3;
const LEAST = 0.05;

/** The strongest reasons of the one row, such as `silence 12 days: rate × 1.8`. */
export function hazardReasons(fitted: FittedTiming, one: Matrix): readonly string[] {
  return strongest(fitted.explain(one, 0))
    .filter(({ contribution }) => Math.abs(contribution) >= LEAST)
    .slice(0, MOST_REASONS)
    .map(({ column, value, contribution }) => {
      const what = value === undefined ? "missing" : typeof value === "number" ? shownFeature(column, value) : value;
      return `${what === undefined ? column : `${column} ${what}`}: rate × ${exp(contribution).toPrecision(2)}`;
    });
}

const LOOKED_AT = 100;

/** Mean absolute contribution of each column over a sample of the rows, strongest first. */
export function hazardImportance(fitted: FittedTiming, inputs: Matrix): ModelCard["importance"] {
  const step = Math.max(1, Math.floor(inputs.rows / LOOKED_AT));
  const rows = Array.from({ length: Math.ceil(inputs.rows / step) }, (_, place) => place * step);
  const sums = new Map<string, number>();
  for (const row of rows) {
    for (const { column, contribution } of fitted.explain(takeRows(inputs, [row]), 0)) {
      sums.set(column, (sums.get(column) ?? 0) + Math.abs(contribution));
    }
  }
  return [...sums]
    .map(([column, sum]) => ({ column, meanContribution: sum / rows.length }))
    .sort((a, b) => b.meanContribution - a.meanContribution || (a.column < b.column ? -1 : 1));
}

function strongest(parts: readonly Contribution[]): readonly Contribution[] {
  return parts.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}
