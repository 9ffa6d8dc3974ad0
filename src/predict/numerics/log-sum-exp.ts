import { exp } from "./exponential.ts";
import { log, log1p } from "./logarithm.ts";

/** ln(e^a + e^b) without overflow. */
export function logAddExp(a: number, b: number): number {
  const [more, less] = a > b ? [a, b] : [b, a];
  return less === Number.NEGATIVE_INFINITY ? more : more + log1p(exp(less - more));
}

/** ln Σ e^v without overflow; −Infinity for no values. */
export function logSumExp(values: ArrayLike<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) most = Math.max(most, values[index] ?? Number.NaN);
  if (!Number.isFinite(most)) return most;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += exp((values[index] ?? Number.NaN) - most);
  return most + log(sum);
}

/** 1 / (1 + e^−x), without overflow. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const grown = exp(x);
  return grown / (1 + grown);
}
