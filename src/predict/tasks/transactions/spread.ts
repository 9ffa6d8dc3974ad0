import { isotonic, isotonicAt } from "#predict/numerics/isotonic.ts";
import { quantiles } from "#predict/numerics/quantile.ts";

export const SHARES = [0.1, 0.5, 0.9] as const;

/** Quantiles by expected amount: `values[k]` are those of the k-th share at the expected amounts `at`. */
export type Spread = { readonly at: readonly number[]; readonly values: ReadonlyArray<readonly number[]> };

const BINS = 25;

/**
 * What accounts with like expectations went on to spend: quantiles in bins of equal counts by the expected amount, made to rise
 * with it. `expected` must be of rows that their model did not learn from.
 */
export function spreadOf(expected: Float64Array, actual: Float64Array, shares: readonly number[] = SHARES): Spread {
  const order = Uint32Array.from(expected.keys()).sort((a, b) => (expected[a] ?? 0) - (expected[b] ?? 0));
  const bins = Math.max(1, Math.min(BINS, Math.floor(order.length / 20)));
  const parts = Array.from({ length: bins }, (_, bin) =>
    order.subarray(Math.floor((bin * order.length) / bins), Math.floor(((bin + 1) * order.length) / bins)),
  );
  const at = parts.map((rows) => rows.reduce((sum, row) => sum + (expected[row] ?? 0), 0) / rows.length);
  const found = parts.map((rows) =>
    quantiles(
      Float64Array.from(rows, (row) => actual[row] ?? 0),
      shares,
    ),
  );
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
