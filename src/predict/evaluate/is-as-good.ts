/**
 * True where the mean of `losses` is not above that of the best by more than one standard error of their difference, row by
 * row: what both find hard falls away (Breiman et al. 1984, the one-standard-error rule, on paired losses).
 */
export function isAsGood(losses: Float64Array, best: Float64Array): boolean {
  const differences = losses.map((loss, row) => loss - (best[row] ?? 0));
  const middle = mean(differences);
  const squares = differences.reduce((sum, each) => sum + (each - middle) ** 2, 0);
  return middle <= Math.sqrt(squares / Math.max(differences.length - 1, 1) / differences.length);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
