import { type Gain, gains, type Profit, profitCurve, type Worth } from "./gains.ts";

/** How good expected amounts were. */
export type AmountEvaluation = {
  readonly rows: number;
  readonly total: number;
  readonly expectedTotal: number;
  /** Expected over actual total, less 1. */
  readonly totalError: number;
  readonly meanAbsoluteError: number;
  readonly rootMeanSquaredError: number;
  readonly correlation: number;
  /** Gini of the actual amounts in the order of the expected ones, over that in their own order. */
  readonly normalisedGini: number;
  readonly gains: readonly Gain[];
  /** Where it was said what a unit of money brings and what asking costs. */
  readonly profit?: Profit;
};

export function evaluateAmounts(expected: Float64Array, actual: Float64Array, worth?: Worth): AmountEvaluation {
  const [total, expectedTotal] = [sumOf(actual), sumOf(expected)];
  const errors = expected.map((value, row) => value - (actual[row] ?? 0));
  return {
    rows: actual.length,
    total,
    expectedTotal,
    totalError: expectedTotal / total - 1,
    meanAbsoluteError: sumOf(errors.map(Math.abs)) / actual.length,
    rootMeanSquaredError: Math.sqrt(sumOf(errors.map((error) => error * error)) / actual.length),
    correlation: correlation(expected, actual),
    normalisedGini: gini(expected, actual) / gini(actual, actual),
    gains: gains(expected, actual),
    ...(worth === undefined ? {} : { profit: profitCurve(expected, actual, worth) }),
  };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [sumOf(a) / a.length, sumOf(b) / b.length];
  const [fromA, fromB] = [a.map((value) => value - meanA), b.map((value) => value - meanB)];
  const product = (left: Float64Array, right: Float64Array) =>
    sumOf(left.map((value, row) => value * (right[row] ?? 0)));
  return product(fromA, fromB) / Math.sqrt(product(fromA, fromA) * product(fromB, fromB));
}

/** Area between the curve of captured amounts and that of a list by chance; rows that tie share what they have. */
function gini(scores: Float64Array, amounts: Float64Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const total = sumOf(amounts);
  let [area, running, from] = [0, 0, 0];
  while (from < order.length) {
    let [to, inside] = [from, 0];
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) {
      inside += amounts[order[to] ?? 0] ?? 0;
      to += 1;
    }
    area += (to - from) * (running + inside / 2);
    running += inside;
    from = to;
  }
  return area / (order.length * total) - 0.5;
}
