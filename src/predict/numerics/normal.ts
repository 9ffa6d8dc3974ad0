import { exp } from "./exponential.ts";
import { log } from "./logarithm.ts";

const ROOT_2PI = 2.5066282746310002;

/** Density of the standard normal distribution. */
function normalPdf(z: number): number {
  return exp(-0.5 * z * z) / ROOT_2PI;
}

/** P(Z ≤ z) of the standard normal distribution; relative error below 1e-13 into the far tail. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return z;
  if (z < -38.5) return 0;
  if (z > 8.3) return 1;
  if (z <= -2) return normalPdf(z) * millsRatio(-z);
  if (z >= 3) return 1 - normalPdf(z) * millsRatio(z);
  return 0.5 + centralPart(z);
}

/** Φ(z) − 1/2 = φ(z) (z + z³/3 + z⁵/(3·5) + …) (Marsaglia 2004): terms of one sign. */
function centralPart(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return normalPdf(z) * sum;
}

/** (1 − Φ(z)) / φ(z) for z ≥ 2 by Laplace's continued fraction (Abramowitz and Stegun 26.2.14), from its tail. */
function millsRatio(z: number): number {
  let fraction = z;
  for (let term = 120; term > 0; term -= 1) fraction = z + term / fraction;
  return 1 / fraction;
}

/** z with Φ(z) = p. ±Infinity at 0 and 1, NaN outside. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  // Abramowitz and Stegun 26.2.23 to 4.5e-4, then Halley's steps, each of which triples the digits.
  const t = Math.sqrt(-2 * log(p));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step += 1) {
    const excess = z > -3 ? centralPart(z) - (p - 0.5) : normalCdf(z) - p;
    const error = excess / normalPdf(z);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}
