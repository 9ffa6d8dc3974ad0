import { seededRandom } from "#kernel/random.ts";
import { randomForest } from "#predict/learners/random-forest/random-forest.ts";
import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { takeRows } from "#predict/numerics/matrix.ts";
import { type Ground, labelled, type Part, roles } from "./parts.ts";

/** With more rows boosting is ahead, and deep trees grow long. */
export const MOST_FOREST_ROWS = 10_000;
const TREES = 200;
/** Judged by half of them: what more trees gain is next to nothing, what they cost is not. */
const JUDGED_TREES = 100;
const LEAST_ROWS = 5;
/** A leaf has at least this share of all rows: the model's size does not grow with them. */
const LEAF_SHARE = 1 / 500;

export function forestPart({ rows, folds, seed }: Ground): Part {
  const minRows = Math.max(LEAST_ROWS, Math.round(rows.y.length * LEAF_SHARE));
  const fit = (some: TrainingRows, trees: number) =>
    randomForest({ ...roles, trees, minRows }).fit(labelled(some), { random: seededRandom(seed) });
  return {
    name: "random forest",
    scores: folds.map(({ learn, test }) => fit(some(rows, learn), JUDGED_TREES).score(takeRows(rows.inputs, test))),
    settings: { trees: TREES, minRows },
    fitAll: (all) => fit(all, TREES),
  };
}

function some({ inputs, y, weights, order }: TrainingRows, places: Int32Array): TrainingRows {
  return {
    inputs: takeRows(inputs, places),
    y: Float64Array.from(places, (row) => y[row] ?? 0),
    weights: Float64Array.from(places, (row) => weights[row] ?? 0),
    order: Int32Array.from(places, (row) => order[row] ?? 0),
  };
}
