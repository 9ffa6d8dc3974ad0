import { log } from "#predict/numerics/logarithm.ts";
import { normalCdf } from "#predict/numerics/normal.ts";

/** Steps of a series with one level; `from` is in it, `to` no more. */
export type Level = { readonly from: number; readonly to: number; readonly mean: number };

export type Trend = {
  /** Change a step: the median of the slopes between all pairs (Theil 1950, Sen 1968). */
  readonly slope: number;
  /** Chance of so steady a rise or fall in a series without trend (Mann 1945, Kendall 1975; two-sided, normal). */
  readonly pValue: number;
  /** Stretches of one level each; a new one begins at each change point. */
  readonly levels: readonly Level[];
};

/** Median absolute deviation to standard deviation of a normal distribution. */
const MAD_TO_SPREAD = 1.4826;

/** Trend and change points of a series of evenly spaced values, three or more; RangeError for fewer or for no numbers. */
export function findTrend(values: readonly number[]): Trend {
  if (values.length < 3 || !values.every(Number.isFinite)) throw new RangeError("A trend needs three numbers or more.");
  const slopes: number[] = [];
  let rises = 0;
  values.forEach((value, at) => {
    for (let later = at + 1; later < values.length; later += 1) {
      const gap = (values[later] ?? 0) - value;
      rises += Math.sign(gap);
      slopes.push(gap / (later - at));
    }
  });
  const size = values.length;
  const spread = Math.sqrt((size * (size - 1) * (2 * size + 5)) / 18);
  return {
    slope: medianOf(slopes),
    pValue: Math.min(1, 2 * normalCdf(-Math.max(0, Math.abs(rises) - 1) / spread)),
    levels: levelsOf(values),
  };
}

/**
 * The stretches of least squared error with a penalty of 3 σ² ln n for each change point, found exactly (optimal partitioning,
 * Jackson et al. 2005); σ from the differences of neighbours, which a change of level hardly touches.
 */
function levelsOf(values: readonly number[]): readonly Level[] {
  const size = values.length;
  const differences = values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? 0)));
  const sigma = (MAD_TO_SPREAD * medianOf(differences)) / Math.SQRT2;
  const penalty = 3 * sigma * sigma * log(size);
  const sums = new Float64Array(size + 1);
  const squares = new Float64Array(size + 1);
  values.forEach((value, at) => {
    sums[at + 1] = (sums[at] ?? 0) + value;
    squares[at + 1] = (squares[at] ?? 0) + value * value;
  });
  const sumOf = (from: number, to: number) => (sums[to] ?? 0) - (sums[from] ?? 0);
  const errorOf = (from: number, to: number) =>
    Math.max(0, (squares[to] ?? 0) - (squares[from] ?? 0) - sumOf(from, to) ** 2 / (to - from));
  const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
  const previous = new Int32Array(size + 1);
  least[0] = -penalty;
  // Without any noise a rounding error must not look like a change.
  const crumb = 1e-9 * ((squares[size] ?? 0) + Number.MIN_VALUE);
  for (let to = 1; to <= size; to += 1) {
    for (let from = 0; from < to; from += 1) {
      const cost = (least[from] ?? 0) + errorOf(from, to) + penalty + crumb;
      if (cost < (least[to] ?? 0)) [least[to], previous[to]] = [cost, from];
    }
  }
  const levels: Level[] = [];
  for (let to = size; to > 0; to = previous[to] ?? 0) {
    const from = previous[to] ?? 0;
    levels.push({ from, to, mean: sumOf(from, to) / (to - from) });
  }
  return levels.reverse();
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
