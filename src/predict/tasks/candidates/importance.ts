import type { Matrix } from "#predict/numerics/matrix.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import { contributionsOf, type WeightedLearner } from "./reasons.ts";

const LOOKED_AT = 100;

/** Mean absolute contribution of each column over a sample of the rows, strongest first. */
export function importanceOf(parts: readonly WeightedLearner[], inputs: Matrix): ModelCard["importance"] {
  const step = Math.max(1, Math.floor(inputs.rows / LOOKED_AT));
  const sums = new Map<string, number>();
  let looked = 0;
  for (let row = 0; row < inputs.rows; row += step) {
    looked += 1;
    for (const { column, contribution } of contributionsOf(parts, inputs, row)) {
      sums.set(column, (sums.get(column) ?? 0) + Math.abs(contribution));
    }
  }
  return [...sums]
    .map(([column, sum]) => ({ column, meanContribution: sum / looked }))
    .sort((a, b) => b.meanContribution - a.meanContribution || (a.column < b.column ? -1 : 1));
}
