import { logGamma, logRising, stirlingRest } from "./log-gamma.ts";
import { log, log1p } from "./logarithm.ts";

const HALF_LOG_2PI = 0.9189385332046728;

/**
 * ln B(a, b) for a, b > 0. Where an argument is large, Stirling's parts are cancelled on paper and not in floating point
 * (DiDonato and Morris 1992, §4), so the relative error stays near 1e-15.
 */
export function logBeta(a: number, b: number): number {
  const [p, q] = a < b ? [a, b] : [b, a];
  if (q < 10) return logGamma(p) + logGamma(q) - logGamma(p + q);
  if (p < 10) return logGamma(p) - logRising(q, p);
  const rest = stirlingRest(p) + stirlingRest(q) - stirlingRest(p + q);
  const ratio = p / q;
  return HALF_LOG_2PI - 0.5 * log(q) + rest + (p - 0.5) * (log(ratio) - log1p(ratio)) - q * log1p(ratio);
}
