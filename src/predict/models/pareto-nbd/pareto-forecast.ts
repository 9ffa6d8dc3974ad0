import type { PurchaseScores } from "#predict/models/btyd/fitted-purchases.ts";
import type { PurchaseRows } from "#predict/models/btyd/purchase-rows.ts";
import { exp, expm1 } from "#predict/numerics/exponential.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";
import { stopShares } from "./stop-shares.ts";

export type ParetoParameters = {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
};

/** Where T lies for stop-shares.ts, and h(T). */
type Now = { readonly place: number; readonly share: number };

/**
 * What the Pareto/NBD says of histories, each expression by h of stop-shares.ts instead of differences of ₂F₁. With
 * A(u) = (α+u)^−(r+x) (β+u)^−s, the weight of "still buying" at u, that of the whole history is A(T) (1 − h(T)) + A(t_x) h(t_x).
 */
export function paretoForecast(parameters: ParetoParameters): PurchaseScores {
  const { r, alpha, s, beta } = parameters;
  const shares = stopShares(parameters);
  const far = Math.max(alpha, beta);
  const isAlphaNear = alpha < beta;

  /** ln (A(from) / A(to)), from the logarithmic distances in the nearer and in the further parameter. */
  const fall = (exponent: number, near: number, beyond: number) =>
    isAlphaNear ? exponent * near + s * beyond : exponent * beyond + s * near;

  /** P(still buying at T), given h(T) and the place of T. */
  const aliveAt = ({ frequency, recency, age }: PurchaseRows, row: number, now: Now): number => {
    const purchases = frequency[row] ?? 0;
    const last = recency[row] ?? 0;
    const from = shares.placeOf(last);
    const beyond = log((far + (age[row] ?? 0)) / (far + last));
    const weight = exp(fall(r + purchases, now.place - from, beyond));
    return 1 / (1 - now.share + shares.at(purchases, from) * weight);
  };

  /** P(still buying at T) (Fader and Hardie 2005b, eq. 11): a diagnostic, since an "alive" customer may not buy for years. */
  const alive = (rows: PurchaseRows): Float64Array => {
    const chances = new Float64Array(rows.rows);
    for (let row = 0; row < rows.rows; row += 1) {
      const place = shares.placeOf(rows.age[row] ?? 0);
      chances[row] = aliveAt(rows, row, { place, share: shares.at(rows.frequency[row] ?? 0, place) });
    }
    return chances;
  };

  /**
   * P(any purchase in (T, T + horizon]): she buys again before she stops, but not only behind the horizon. It equals
   * 1 − P(X = 0) of Fader and Hardie 2014.
   */
  const anyPurchase = (rows: PurchaseRows, horizon: number): Float64Array => {
    const chances = new Float64Array(rows.rows);
    for (let row = 0; row < rows.rows; row += 1) {
      const purchases = rows.frequency[row] ?? 0;
      const age = rows.age[row] ?? 0;
      const place = shares.placeOf(age);
      const share = shares.at(purchases, place);
      const ahead = shares.placeOf(age + horizon);
      const kept = exp(-fall(r + purchases, ahead - place, log1p(horizon / (far + age))));
      const again = 1 - share - kept * (1 - shares.at(purchases, ahead));
      chances[row] = Math.min(1, Math.max(0, aliveAt(rows, row, { place, share }) * again));
    }
    return chances;
  };

  const expectedPurchases = (rows: PurchaseRows, horizon: number) =>
    alive(rows).map((chance, row) => chance * purchasesOfAlive(parameters, { rows, row }, horizon));

  return { alive, anyPurchase, expectedPurchases };
}

type One = { readonly rows: PurchaseRows; readonly row: number };

/** E[purchases in (T, T + horizon]] of one who still buys at T (Fader and Hardie 2005b, eq. 13), with its limit at s = 1. */
function purchasesOfAlive({ r, alpha, s, beta }: ParetoParameters, { rows, row }: One, horizon: number): number {
  const age = rows.age[row] ?? 0;
  const rate = (r + (rows.frequency[row] ?? 0)) / (alpha + age);
  const span = log1p(horizon / (beta + age));
  const drop = (s - 1) * span;
  const share = Math.abs(drop) < 1e-14 ? 1 : -expm1(-drop) / drop;
  return rate * (beta + age) * span * share;
}
