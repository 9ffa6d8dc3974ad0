import { isotonicAt } from "#predict/numerics/isotonic.ts";
import { type Spread, spreadOf } from "./spread.ts";

/** A sliver of the mean keeps the order of accounts whose typical amount is nothing. */
const OF_MEAN = 0.01;
const HALVINGS = 30;
/** Every k-th row stands for all where there are more. */
const MOST_ROWS = 50_000;

/**
 * The amounts with the least absolute error among all whose total is right, as parts of the expected ones: one quantile for every
 * account (what one gains another loses only where both have the same chance to spend more), and of all quantiles the one at
 * which the total comes right. Expected amounts must be of rows that their model did not learn from.
 */
export function typicalOf(allExpected: Float64Array, allActual: Float64Array): Spread {
  const step = Math.ceil(allActual.length / MOST_ROWS);
  const taken = (all: Float64Array) => all.filter((_, row) => row % step === 0);
  const [expected, actual] = [taken(allExpected), taken(allActual)];
  const parts = actual.map((value, row) => ((expected[row] ?? 0) > 0 ? value / (expected[row] ?? 1) : 0));
  const total = sumOf(actual);
  let [low, high] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const share = (low + high) / 2;
    if (sumOf(typicalAt(spreadOf(expected, parts, [share]), expected)) > total) high = share;
    else low = share;
  }
  return spreadOf(expected, parts, [low]);
}

/** The typical amount of each expected one. */
export function typicalAt({ at, values: [parts = []] }: Spread, expected: Float64Array): Float64Array {
  const line = { x: Float64Array.from(at), y: Float64Array.from(parts) };
  return expected.map((value) => value * ((1 - OF_MEAN) * isotonicAt(line, value) + OF_MEAN));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
