/** One bin of rows with about the same chance. */
export type ReliabilityBin = { readonly rows: number; readonly predicted: number; readonly observed: number };

export type Reliability = {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: mean over rows of |predicted − observed| of their bin. */
  readonly ece: number;
};

/**
 * Predicted against observed in bins of equal counts (Naeini, Cooper and Hauskrecht 2015). Rows with one score stay together,
 * so that their order does not show; bins may then differ in size.
 */
export function reliability(chances: Float64Array, y: Float64Array, binCount = 10): Reliability {
  const share = (rows: Uint32Array) => rows.reduce((sum, row) => sum + (y[row] ?? 0), 0) / rows.length;
  return reliabilityBy(chances, share, binCount);
}

/** The same where what was observed of the rows of a bin is more than a mean, as with rows that were not followed to the end. */
export function reliabilityBy(
  chances: Float64Array,
  observedOf: (rows: Uint32Array) => number,
  binCount = 10,
): Reliability {
  const order = Uint32Array.from(chances, (_, row) => row).sort((a, b) => (chances[a] ?? 0) - (chances[b] ?? 0));
  const bins: ReliabilityBin[] = [];
  let from = 0;
  for (let bin = 1; bin <= binCount && from < order.length; bin += 1) {
    let to = Math.max(Math.round((bin * order.length) / binCount), from + 1);
    while (to < order.length && chances[order[to] ?? 0] === chances[order[to - 1] ?? 0]) to += 1;
    const rows = order.subarray(from, to);
    const predicted = rows.reduce((sum, row) => sum + (chances[row] ?? 0), 0) / rows.length;
    bins.push({ rows: rows.length, predicted, observed: observedOf(rows) });
    from = to;
  }
  const wrong = bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.observed), 0);
  return { bins, ece: wrong / order.length };
}
