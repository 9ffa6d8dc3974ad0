import { logitOf } from "#predict/learners/calibration/calibrator.ts";
import { binomial, irls } from "#predict/numerics/irls.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";

/** Holds the weights to equal shares: what few rows say about the weights of parts that are much alike is mostly chance. */
const RIDGE = 20;

/**
 * Weights of the parts' log-odds with the greatest likelihood, none below 0, drawn towards equal shares: stacking (Wolpert
 * 1992; Breiman 1996). `parts` are chances of rows that their models did not learn from.
 */
export function blendWeights(parts: readonly Float64Array[], y: Float64Array): readonly number[] {
  const odds = parts.map((chances) => chances.map(logitOf));
  let taken = [...parts.keys()];
  for (;;) {
    const columns = taken.map((part) => odds[part] ?? new Float64Array(y.length));
    const share = 1 / taken.length;
    const offset = y.map((_, row) => columns.reduce((sum, column) => sum + share * (column[row] ?? 0), 0));
    const beside = irls({ columns, y, family: binomial, offset, ridge: columns.map(() => RIDGE) }).coefficients;
    const weights = Array.from(beside, (each) => share + each);
    const kept = taken.filter((_, index) => (weights[index] ?? 0) > 0);
    if (kept.length === taken.length || kept.length === 0) {
      return parts.map((_, part) => Math.max(weights[taken.indexOf(part)] ?? 0, 0));
    }
    taken = kept;
  }
}

/** Chances of weighted log-odds. */
export function blendChances(parts: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const rows = parts[0]?.length ?? 0;
  return Float64Array.from({ length: rows }, (_, row) => {
    let odds = 0;
    parts.forEach((chances, part) => {
      const weight = weights[part] ?? 0;
      if (weight !== 0) odds += weight * logitOf(chances[row] ?? 0);
    });
    return logistic(odds);
  });
}
