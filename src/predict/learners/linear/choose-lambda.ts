import { type Random } from "#kernel/random.ts";
import { foldsOf } from "#predict/evaluate/folds.ts";
import type { Term } from "./design.ts";
import { greatestLambda, type Penalised, type Point, walkPath } from "./elastic-net.ts";

/** The search ends when this many penalties behind the best one were worse. */
const ENOUGH_WORSE = 4;

export type PathSettings = { readonly lambdas: number; readonly least: number };

/** Falling penalties from the one that leaves nothing, evenly spaced in their logarithms. */
export function lambdasOf(rows: Penalised, { lambdas, least }: PathSettings): readonly number[] {
  const greatest = greatestLambda(rows);
  return Array.from({ length: lambdas }, (_, index) => greatest * least ** (index / Math.max(lambdas - 1, 1)));
}

/**
 * The place on the path with the least out-of-fold loss; with `oneError` the greatest penalty within one standard error of it
 * (Breiman et al. 1984), which keeps fewer columns.
 */
export function chooseLambda(
  rows: Penalised,
  lambdas: readonly number[],
  { random, folds, oneError }: { readonly random: Random; readonly folds: number; readonly oneError: boolean },
): number {
  const fold = foldsOf(rows.y, folds, random);
  const walks = Array.from({ length: folds }, (_, each) => ({
    walk: walkPath(pick(rows, (row) => fold[row] !== each)),
    outside: pick(rows, (row) => fold[row] === each),
  }));
  const losses: Array<readonly number[]> = [];
  const means: number[] = [];
  for (const lambda of lambdas) {
    const each = walks.map(({ walk, outside }) => meanLoss(outside, walk.to(lambda)));
    losses.push(each);
    means.push(mean(each));
    // Smaller penalties only fit the rows closer, and cost the most.
    if (means.length - means.indexOf(Math.min(...means)) > ENOUGH_WORSE) break;
  }
  const best = means.indexOf(Math.min(...means));
  if (!oneError) return best;
  const middle = means[best] ?? 0;
  const spread = mean((losses[best] ?? []).map((loss) => (loss - middle) ** 2));
  return means.findIndex((loss) => loss <= middle + Math.sqrt(spread / Math.max(folds - 1, 1)));
}

function pick(rows: Penalised, isIn: (row: number) => boolean): Penalised {
  const places = Int32Array.from(rows.y.keys()).filter(isIn);
  const taken = (values: Float64Array) => Float64Array.from(places, (row) => values[row] ?? 0);
  const terms: readonly Term[] = rows.terms.map((term) => ({ ...term, values: taken(term.values) }));
  return { ...rows, terms, y: taken(rows.y), weights: taken(rows.weights) };
}

function meanLoss({ terms, y, weights, loss }: Penalised, { intercept, coefficients }: Point): number {
  const scores = new Float64Array(y.length).fill(intercept);
  terms.forEach(({ values }, index) => {
    const coefficient = coefficients[index] ?? 0;
    if (coefficient === 0) return;
    for (let row = 0; row < scores.length; row += 1)
      scores[row] = (scores[row] ?? 0) + coefficient * (values[row] ?? 0);
  });
  let [sum, weight] = [0, 0];
  for (let row = 0; row < y.length; row += 1) {
    sum += (weights[row] ?? 0) * loss.value(y[row] ?? 0, scores[row] ?? 0);
    weight += weights[row] ?? 0;
  }
  return sum / weight;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
