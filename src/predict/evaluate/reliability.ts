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
  const order = Uint32Array.from(chances, (_, row) => row).sort((a, b) => (chances[a] ?? 0) - (chances[b] ?? 0));
  const bins: ReliabilityBin[] = [];
  let from = 0;
  for (let bin = 1; bin <= binCount && from < order.length; bin += 1) {
    let to = Math.max(Math.round((bin * order.length) / binCount), from + 1);
    while (to < order.length && chances[order[to] ?? 0] === chances[order[to - 1] ?? 0]) to += 1;
    let [predicted, observed] = [0, 0];
    for (let place = from; place < to; place += 1) {
      predicted += chances[order[place] ?? 0] ?? 0;
      observed += y[order[place] ?? 0] ?? 0;
    }
    bins.push({ rows: to - from, predicted: predicted / (to - from), observed: observed / (to - from) });
    from = to;
  }
  const wrong = bins.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.observed), 0);
  return { bins, ece: wrong / order.length };
}
