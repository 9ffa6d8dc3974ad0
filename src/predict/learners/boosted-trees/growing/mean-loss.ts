import type { Labelled } from "#predict/learners/boosted-trees/labelled-rows.ts";
import type { Loss } from "#predict/learners/losses.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { log } from "#predict/numerics/logarithm.ts";

/** Factors of at most 2 each: their product stays far below the greatest number. */
const FACTORS = 512;

/** The mean loss of rows by their scores, to be asked after each tree. */
export function meanLossOf({ y, weights }: Labelled, loss: Loss): (scores: Float64Array) => number {
  const isPlain = loss.name === "logistic" && weights.every((weight) => weight === 1);
  if (isPlain) return (scores) => logLosses(y, scores) / y.length;
  const weight = weights.reduce((sum, each) => sum + each, 0);
  return (scores) => {
    let sum = 0;
    for (let row = 0; row < y.length; row += 1) sum += (weights[row] ?? 0) * loss.value(y[row] ?? 0, scores[row] ?? 0);
    return sum / weight;
  };
}

/** Σ ln(1 + e^−|f|) is the logarithm of a product: one logarithm for many rows. */
function logLosses(y: Float64Array, scores: Float64Array): number {
  let sum = 0;
  for (let from = 0; from < y.length; from += FACTORS) {
    const to = Math.min(from + FACTORS, y.length);
    let product = 1;
    for (let row = from; row < to; row += 1) {
      const score = scores[row] ?? 0;
      const size = Math.abs(score);
      product *= 1 + exp(-size);
      sum += 0.5 * (score + size) - (y[row] ?? 0) * score;
    }
    sum += log(product);
  }
  return sum;
}
