import type { Matrix } from "#predict/numerics/matrix.ts";
import type { WeightedLearner } from "#predict/tasks/candidates/reasons.ts";
import { SPEND_COLUMN } from "#predict/tasks/transactions/features-at.ts";
import { type Typical, typicalAt } from "./typical.ts";

export type Amounts = { readonly expected: Float64Array; readonly typical: Float64Array };

type Learnt = {
  /** Means are added up by weight. */
  readonly parts: readonly WeightedLearner[];
  readonly level: number;
  readonly typical: Typical;
};

/** What is expected of each row, and what is typical, at the level of the day that was learnt from. */
export function amountsOf({ parts, level, typical }: Learnt, inputs: Matrix): Amounts {
  const expected = new Float64Array(inputs.rows);
  for (const { learner, weight } of parts) {
    learner.score(inputs).forEach((mean, row) => {
      expected[row] = (expected[row] ?? 0) + level * weight * mean;
    });
  }
  return { expected, typical: typicalAt(typical, { own: expected, forecast: forecastIn(inputs) }) };
}

/** Logarithms of what the purchase models expect of each row; undefined where they know no money. */
export function forecastIn({ columns }: Matrix): Float64Array | undefined {
  const found = columns.find(({ name }) => name === SPEND_COLUMN);
  return found?.kind === "number" ? found.values : undefined;
}
