import { openFitted, RefusedModel } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import type { FittedLearner, Learner } from "./learner.ts";
import { type LossName, lossNames, lossOf } from "./losses.ts";
import { type Roles, trainingRows } from "./training-rows.ts";

const kind = { name: "base-rate", version: 1 } as const;

/** The naive baseline: the mean of all rows for each. What can't beat it has learnt nothing. */
export function baseRate(settings: Roles & { readonly loss: LossName }): Learner {
  return {
    name: kind.name,
    fit: (matrix: Matrix) => {
      const { y, weights } = trainingRows(kind.name, matrix, { roles: settings, loss: lossOf(settings.loss) });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const mean = y.reduce((sum, value, row) => sum + value * (weights[row] ?? 0), 0) / total;
      return fitted({ loss: settings.loss, mean });
    },
  };
}

export function loadBaseRate(json: unknown): FittedLearner {
  const { loss, mean } = openFitted(json, kind) as { loss?: LossName; mean?: unknown };
  if (loss === undefined || !lossNames.includes(loss) || typeof mean !== "number") {
    throw new RefusedModel(`${kind.name}: the document is damaged.`);
  }
  return fitted({ loss, mean });
}

function fitted({ loss, mean }: { readonly loss: LossName; readonly mean: number }): FittedLearner {
  return Object.freeze({
    name: kind.name,
    loss,
    inputs: [],
    score: (rows: Matrix) => new Float64Array(rows.rows).fill(mean),
    explain: () => ({ base: lossOf(loss).link(mean), contributions: [] }),
    toJSON: () => ({ ...kind, loss, mean }),
  });
}
