import type { FittedPurchases } from "#predict/models/btyd/fitted-purchases.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { hyp2f1 } from "#predict/numerics/hypergeometric.ts";
import { log1p } from "#predict/numerics/logarithm.ts";
import { type Matrix, matrixOf, numberColumn, numbersOf } from "#predict/numerics/matrix.ts";

/**
 * The conditional forecast of BTYDplus 1.2.0 for MBG/CNBD-k: the closed form for k = 1 (Batislam, Denizel and Filiztekin 2007)
 * with α taken k-fold, then all customers scaled so that the total is the unconditional one. Only for comparison with figures
 * that were made so: FittedPurchases has the exact forecast.
 */
export function approximateForecast(fitted: FittedPurchases, rows: Matrix, horizon: number): Float64Array {
  const { k = 1, r = 0, alpha = 0, a = 0, b = 0 } = fitted.parameters;
  const frequency = numbersOf(rows, "frequency") ?? new Float64Array(0);
  const age = numbersOf(rows, "age") ?? new Float64Array(0);
  const alive = fitted.aliveDiagnostic(rows);
  const shares = frequency.map((count, row) => {
    const span = k * alpha + (age[row] ?? 0);
    const stops = b + count + 1;
    const grown = hyp2f1(r + count, stops, { c: a + stops - 1, z: horizon / (span + horizon) });
    const silence = exp(-(r + count) * log1p(horizon / span)) * grown;
    return ((a + stops - 1) / (a - 1)) * (1 - silence) * (alive[row] ?? 0);
  });
  const wanted = expectedBetween(fitted, age, horizon);
  const scale = wanted / shares.reduce((sum, value) => sum + value, 0);
  return shares.map((value) => value * scale);
}

/** Σ E[X(T + horizon)] − E[X(T)] of customers of whom nothing is known. */
function expectedBetween(fitted: FittedPurchases, age: Float64Array, horizon: number): number {
  const nobody = matrixOf(["frequency", "recency", "age"].map((name) => numberColumn(name, [0])));
  const known = new Map<number, number>();
  return age.reduce((sum, until) => {
    let between = known.get(until);
    if (between === undefined) {
      const [before = 0] = fitted.expectedPurchases(nobody, until);
      const [after = 0] = fitted.expectedPurchases(nobody, until + horizon);
      between = after - before;
      known.set(until, between);
    }
    return sum + between;
  }, 0);
}
