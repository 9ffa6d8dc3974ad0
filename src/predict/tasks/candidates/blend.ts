import { logitOf } from "#predict/learners/calibration/calibrator.ts";
import { binomial, irls } from "#predict/numerics/irls.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";

/** Weights that keep a part from running away where the parts say nearly the same. */
const RIDGE = 1;

/**
 * Weights of the parts' log-odds with the greatest likelihood, none below 0: stacking (Wolpert 1992; Breiman 1996). `parts` are
 * chances of rows that their models did not learn from.
 */
export function blendWeights(parts: readonly Float64Array[], y: Float64Array): readonly number[] {
  const odds = parts.map((chances) => chances.map(logitOf));
  let taken = [...parts.keys()];
  for (;;) {
    const columns = taken.map((part) => odds[part] ?? new Float64Array(y.length));
    const found = irls({ columns, y, family: binomial, ridge: columns.map(() => RIDGE) }).coefficients;
    const kept = taken.filter((_, index) => (found[index] ?? 0) > 0);
    if (kept.length === taken.length || kept.length === 0) {
      return parts.map((_, part) => Math.max(found[taken.indexOf(part)] ?? 0, 0));
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
