import type { DistinctHistories } from "#predict/models/btyd/distinct-histories.ts";
import { digammaRise } from "#predict/numerics/digamma.ts";
import { exp } from "#predict/numerics/exponential.ts";
import type { Objective } from "#predict/numerics/lbfgs.ts";
import { logRising } from "#predict/numerics/log-gamma.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";
import { decayIntegral } from "./decay-integral.ts";

/**
 * −log-likelihood of the histories and its gradient by (r, α, s, β): Schmittlein, Morrison and Colombo 1987 in the form of
 * Fader and Hardie 2005b, eq. 2: Γ(r+x) α^r β^s / Γ(r) × [(α+T)^−(r+x) (β+T)^−s + s ∫ (α+u)^−(r+x) (β+u)^−(s+1) du], u from
 * t_x to T: still buying, or stopped at u. Everything stands relative to the integrand at t_x, so that nothing overflows.
 */
export function paretoLikelihood(histories: DistinctHistories): Objective {
  const { rows, frequency, recency, age, count } = histories;
  return ([r = 0, alpha = 0, s = 0, beta = 0], gradient) => {
    const { integrate, moments } = decayIntegral({ alpha, beta, q: s + 1 });
    const constant = r * log(alpha) + s * log(beta);
    let [sum, byR, byAlpha, byS, byBeta] = [0, 0, 0, 0, 0];
    let [last, rising, risingSlope] = [-1, 0, 0];
    for (let row = 0; row < rows; row += 1) {
      const times = count[row] ?? 0;
      const purchases = frequency[row] ?? 0;
      const from = recency[row] ?? 0;
      const to = age[row] ?? 0;
      // Histories come sorted by frequency.
      if (purchases !== last) {
        last = purchases;
        rising = logRising(r, purchases);
        risingSlope = digammaRise(r, purchases);
      }
      const exponent = r + purchases;
      const logAlpha = log(alpha + from);
      const logBeta = log(beta + from);
      const alphaRise = log1p((to - from) / (alpha + from));
      const betaRise = log1p((to - from) / (beta + from));
      const alive = exp(-exponent * alphaRise - s * betaRise) * (beta + from);
      const stopped = integrate(exponent, from, to);
      const whole = alive + s * stopped;
      sum += times * (rising + constant - exponent * logAlpha - (s + 1) * logBeta + log(whole));
      byR += times * (risingSlope - logAlpha - (alphaRise * alive + s * (moments[0] ?? 0)) / whole);
      byAlpha -= (times * exponent * (alive / (alpha + to) + s * (moments[2] ?? 0))) / whole;
      byS += times * ((stopped - betaRise * alive - s * (moments[1] ?? 0)) / whole - logBeta);
      byBeta -= (times * s * (alive / (beta + to) + (s + 1) * (moments[3] ?? 0))) / whole;
    }
    const { customers } = histories;
    gradient[0] = -(byR + customers * log(alpha));
    gradient[1] = -(byAlpha + (customers * r) / alpha);
    gradient[2] = -(byS + customers * log(beta));
    gradient[3] = -(byBeta + (customers * s) / beta);
    return -sum;
  };
}
