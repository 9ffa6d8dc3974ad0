import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import { contributionsOf, type WeightedLearner } from "./reasons.ts";

const LOOKED_AT = 100;

type Contribution = { readonly column: string; readonly contribution: number };

/** Mean absolute contribution of each column over a sample of `rows` rows, strongest first, in the scale of the score. */
function meanContributions(rows: number, of: (row: number) => readonly Contribution[]): ModelCard["importance"] {
  const step = Math.max(1, Math.floor(rows / LOOKED_AT));
  const sums = new Map<string, number>();
  let looked = 0;
  for (let row = 0; row < rows; row += step) {
    looked += 1;
    for (const { column, contribution } of of(row)) {
      sums.set(column, (sums.get(column) ?? 0) + Math.abs(contribution));
    }
  }
  return [...sums]
    .map(([column, sum]) => ({ column, meanContribution: sum / looked }))
    .sort((a, b) => b.meanContribution - a.meanContribution || (a.column < b.column ? -1 : 1));
}

/** Of weighted learners. */
export function importanceOf(parts: readonly WeightedLearner[], inputs: Matrix): ModelCard["importance"] {
  return meanContributions(inputs.rows, (row) => contributionsOf(parts, inputs, row));
}

/** Of a model that explains one row at a time. */
export function importanceIn(
  fitted: { explain(one: Matrix, row: number): readonly Contribution[] },
  inputs: Matrix,
): ModelCard["importance"] {
  return meanContributions(inputs.rows, (row) => fitted.explain(takeRows(inputs, [row]), 0));
}
