import { exp } from "#predict/numerics/exponential.ts";
import { log } from "#predict/numerics/logarithm.ts";
import type { History } from "./histories.ts";
import type { ItemTables } from "./item-tables.ts";

export type RecencyFrequency = {
  /** What a basket counts less than the one behind it. */
  readonly decay: number;
  /** What the similarity of items counts beside what she bought herself. */
  readonly similarity: number;
};

/** The rule that a model must beat: what she bought often and lately, and beside it what goes with it. Scores, no chances. */
export function recencyFrequency(
  tables: ItemTables,
  history: History,
  { decay, similarity }: RecencyFrequency,
): Float64Array {
  const own = new Float64Array(tables.items.length);
  const near = new Float64Array(tables.items.length);
  history.forEach((basket, at) => {
    const weight = exp((history.length - 1 - at) * log(decay));
    for (const item of basket) own[item] = (own[item] ?? 0) + weight;
  });
  own.forEach((weight, item) => {
    const neighbours = weight > 0 ? tables.near[item] : undefined;
    neighbours?.items.forEach((other, index) => {
      near[other] = (near[other] ?? 0) + weight * (neighbours.similar[index] ?? 0);
    });
  });
  const [mostOwn, mostNear] = [largest(own), largest(near)];
  return own.map((weight, item) => weight / mostOwn + (similarity * (near[item] ?? 0)) / mostNear);
}

/** The largest value, or 1 where all are 0. */
function largest(values: Float64Array): number {
  const most = values.reduce((best, value) => Math.max(best, value), 0);
  return most > 0 ? most : 1;
}
