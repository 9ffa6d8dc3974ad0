import type { Random } from "#kernel/random.ts";
import { exp } from "./exponential.ts";
import { logGamma } from "./log-gamma.ts";
import { log, log1p } from "./logarithm.ts";

/** Draws from distributions, each from uniform numbers alone: the same seed gives the same draws on every runtime. */

/** Mean 1 / rate. */
export function drawExponential(random: Random, rate = 1): number {
  return -log1p(-random.next()) / rate;
}

/** Mean 0, variance 1, by Marsaglia's polar method. */
export function drawNormal(random: Random): number {
  for (;;) {
    const x = 2 * random.next() - 1;
    const y = 2 * random.next() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * log(square)) / square);
  }
}

/** Gamma with mean shape / rate (Marsaglia and Tsang 2000). */
export function drawGamma(random: Random, shape: number, rate = 1): number {
  return exp(drawLogGamma(random, shape)) / rate;
}

/** ln of a gamma draw of rate 1: a small shape would give 0 otherwise. */
function drawLogGamma(random: Random, shape: number): number {
  // Gamma(a) is Gamma(a + 1) × U^(1/a).
  if (shape < 1) return drawLogGamma(random, shape + 1) + log1p(-random.next()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(random);
    const root = 1 + c * normal;
    if (root <= 0) continue;
    const cube = root * root * root;
    if (log1p(-random.next()) < 0.5 * normal * normal + d * (1 - cube + log(cube))) return log(d * cube);
  }
}

/** Beta with mean a / (a + b). */
export function drawBeta(random: Random, a: number, b: number): number {
  const left = drawLogGamma(random, a);
  const right = drawLogGamma(random, b);
  return 1 / (1 + exp(right - left));
}

/** Poisson: by inversion below 10, by transformed rejection above (Hörmann 1993, PTRS). */
export function drawPoisson(random: Random, mean: number): number {
  if (mean < 10) return invertPoisson(random, mean);
  const root = Math.sqrt(mean);
  const logMean = log(mean);
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.next() - 0.5;
    const v = 1 - random.next();
    const tail = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / tail + b) * u + mean + 0.43);
    if (tail >= 0.07 && v <= sure) return count;
    if (count < 0 || (tail < 0.013 && v > tail)) continue;
    const accepted = log((v * inverse) / (a / (tail * tail) + b));
    if (accepted <= count * logMean - mean - logGamma(count + 1)) return count;
  }
}

function invertPoisson(random: Random, mean: number): number {
  let chance = exp(-mean);
  let left = random.next() - chance;
  let count = 0;
  // Rounding may leave a crumb of the last uniform numbers; the chance of a count beyond 200 is nil for a mean below 10.
  while (left >= 0 && count < 200) {
    count += 1;
    chance *= mean / count;
    left -= chance;
  }
  return count;
}
