import { log } from "./logarithm.ts";

/** ψ(x) = d ln Γ(x) / dx for x > 0 (Abramowitz and Stegun 6.3.5, 6.3.18), absolute error about 1e-15. */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shifted = x;
  let sum = 0;
  while (shifted < 10) {
    sum -= 1 / shifted;
    shifted += 1;
  }
  const w = 1 / (shifted * shifted);
  const far = w * (1 / 132 - w * (691 / 32_760 - w * (1 / 12 - (w * 3617) / 8160)));
  return sum + log(shifted) - 0.5 / shifted - w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - far))));
}

/** ψ(x + n) − ψ(x) for a whole n ≥ 0: a sum of positive terms where n is small, hence exact. */
export function digammaRise(x: number, n: number): number {
  if (n > 24) return digamma(x + n) - digamma(x);
  let sum = 0;
  for (let step = 0; step < n; step += 1) sum += 1 / (x + step);
  return sum;
}
