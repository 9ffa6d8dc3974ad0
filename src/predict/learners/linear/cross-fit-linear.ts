import type { Fold } from "#predict/evaluate/folds.ts";
import { columnsFor } from "#predict/learners/columns-for.ts";
import type { Loss } from "#predict/learners/losses.ts";
import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import { lambdasOf, type PathSettings } from "./choose-lambda.ts";
import { type Encoding, encodingsOf, termsOf, widthOf } from "./design.ts";
import { walkPath } from "./elastic-net.ts";
import { addColumn } from "./fitted-linear.ts";
import { unstandardised } from "./unstandardised.ts";

export type CrossFittedLinear = {
  /** The penalty with the least mean loss over all folds. */
  readonly lambda: number;
  /** For each fold, the score of each of its test rows, as a mean. */
  readonly scores: readonly Float64Array[];
};

/** The search ends when this many penalties behind the best one were worse. */
const ENOUGH_WORSE = 4;

/**
 * Walks the path on every fold at once and looks at its test rows: one penalty for all, and what each fold's coefficients say
 * of the rows that they did not learn from.
 */
export function crossFitLinear(
  rows: TrainingRows,
  { loss, mixing, path }: { readonly loss: Loss; readonly mixing: number; readonly path: PathSettings },
  folds: readonly Fold[],
): CrossFittedLinear {
  const encodings = encodingsOf(rows.inputs);
  const terms = termsOf(encodings, rows.inputs, rows.weights);
  const lambdas = lambdasOf({ terms, y: rows.y, weights: rows.weights, loss, mixing }, path);
  const walks = folds.map((fold) => foldWalk(rows, fold, { loss, mixing }));
  let best: CrossFittedLinear & { readonly loss: number } = { lambda: 0, scores: [], loss: Number.POSITIVE_INFINITY };
  let worse = 0;
  for (const lambda of lambdas) {
    const scores = walks.map((walk) => walk.to(lambda));
    const value = walks.reduce((sum, walk, index) => sum + walk.meanLoss(scores[index] ?? new Float64Array(0)), 0);
    worse = value < best.loss ? 0 : worse + 1;
    if (worse === 0) best = { lambda, scores, loss: value };
    if (worse > ENOUGH_WORSE) break;
  }
  return { lambda: best.lambda, scores: best.scores.map((scores) => scores.map(loss.mean)) };
}

function foldWalk(rows: TrainingRows, { learn, test }: Fold, { loss, mixing }: { loss: Loss; mixing: number }) {
  const taken = (values: Float64Array, places: Int32Array) => Float64Array.from(places, (row) => values[row] ?? 0);
  const inside = takeRows(rows.inputs, learn);
  const outside = takeRows(rows.inputs, test);
  const weights = taken(rows.weights, learn);
  const encodings = encodingsOf(inside);
  const terms = termsOf(encodings, inside, weights);
  const walk = walkPath({ terms, y: taken(rows.y, learn), weights, loss, mixing });
  const [y, testWeights] = [taken(rows.y, test), taken(rows.weights, test)];
  return {
    to: (lambda: number) => scoresOf(outside, encodings, unstandardised(terms, walk.to(lambda))),
    meanLoss: (scores: Float64Array) => {
      let [sum, weight] = [0, 0];
      for (let row = 0; row < y.length; row += 1) {
        sum += (testWeights[row] ?? 0) * loss.value(y[row] ?? 0, scores[row] ?? 0);
        weight += testWeights[row] ?? 0;
      }
      return weight === 0 ? 0 : sum / weight;
    },
  };
}

/** Linear predictors of rows. */
function scoresOf(rows: Matrix, encodings: readonly Encoding[], { intercept, coefficients }: Raw): Float64Array {
  const scores = new Float64Array(rows.rows).fill(intercept);
  let from = 0;
  columnsFor("linear", rows, encodings).forEach((column, index) => {
    const encoding = encodings[index];
    if (encoding === undefined) return;
    addColumn(scores, column, { encoding, coefficients: coefficients.slice(from, from + widthOf(encoding)) });
    from += widthOf(encoding);
  });
  return scores;
}

type Raw = ReturnType<typeof unstandardised>;
