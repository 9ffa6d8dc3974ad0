import { isotonic, isotonicAt } from "#predict/numerics/isotonic.ts";
import { quantiles } from "#predict/numerics/quantile.ts";

export const SHARES = [0.1, 0.5, 0.9] as const;

/** Quantiles by expected amount: `values[k]` are those of the k-th share at the expected amounts `at`. */
export type Spread = { readonly at: readonly number[]; readonly values: ReadonlyArray<readonly number[]> };

/** Rows with like expectations: the mean of these, and what came of each row, rising. */
type Bins = ReadonlyArray<{ readonly at: number; readonly came: Float64Array }>;

const BINS = 25;

/** Bins of equal counts by the expected amount. */
export function binsOf(expected: Float64Array, actual: Float64Array): Bins {
  const order = Uint32Array.from(expected.keys()).sort((a, b) => (expected[a] ?? 0) - (expected[b] ?? 0));
  const bins = Math.max(1, Math.min(BINS, Math.floor(order.length / 20)));
  return Array.from({ length: bins }, (_, bin) => {
    const rows = order.subarray(Math.floor((bin * order.length) / bins), Math.floor(((bin + 1) * order.length) / bins));
    return {
      at: rows.reduce((sum, row) => sum + (expected[row] ?? 0), 0) / rows.length,
      came: Float64Array.from(rows, (row) => actual[row] ?? 0).sort(),
    };
  });
}

/** Quantiles of each bin, made to rise with the expected amount. */
export function spreadIn(bins: Bins, shares: readonly number[]): Spread {
  const at = bins.map((bin) => bin.at);
  const found = bins.map(({ came }) => quantiles(came, shares));
  return {
    at,
    values: shares.map((_, share) => {
      const rising = isotonic(
        Float64Array.from(at),
        Float64Array.from(found, (values) => values[share] ?? 0),
      );
      return at.map((place) => isotonicAt(rising, place));
    }),
  };
}

/** What accounts with like expectations went on to spend. `expected` must be of rows that their model did not learn from. */
export function spreadOf(expected: Float64Array, actual: Float64Array): Spread {
  return spreadIn(binsOf(expected, actual), SHARES);
}

/** The quantiles of each expected amount; beyond the last bin they grow as the expected amount does. */
export function quantilesAt({ at, values }: Spread, expected: Float64Array): readonly Float64Array[] {
  const x = Float64Array.from(at);
  const most = at.at(-1) ?? 0;
  return values.map((heights) => {
    const line = { x, y: Float64Array.from(heights) };
    return expected.map((value) =>
      value > most && most > 0 ? ((heights.at(-1) ?? 0) * value) / most : isotonicAt(line, value),
    );
  });
}
