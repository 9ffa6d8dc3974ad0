import { log, log1p } from "./logarithm.ts";

const ONE_MINUS_EULER = 0.42278433509846713;
const HALF_LOG_2PI = 0.9189385332046728;
const LARGE = 10;

/** (−1)^k (ζ(k) − 1) / k for k = 2 …: ln Γ(2 + z) = (1 − γ) z + Σ z^k of them (Abramowitz and Stegun 6.1.33). */
const AROUND_TWO = new Float64Array([
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-5, -4.492623673813314e-5,
  2.050721277567069e-5, -9.439488275268397e-6, 4.374866789907488e-6, -2.039215753801366e-6, 9.55141213040742e-7,
  -4.492469198764566e-7, 2.1207184805554665e-7, -1.0043224823968099e-7, 4.7698101693639804e-8, -2.2711094608943164e-8,
  1.0838659214896955e-8, -5.183475041970047e-9, 2.4836745438024785e-9, -1.1921401405860912e-9, 5.731367241678862e-10,
  -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11,
]);

/** ln Γ(x) for x > 0, to a few ulp; NaN below 0, Infinity at 0. */
export function logGamma(x: number): number {
  if (x >= LARGE) return (x - 0.5) * log(x) - x + HALF_LOG_2PI + stirlingRest(x);
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < 0.5) return aroundTwo(x) - log1p(x) - log(x);
  if (x < 1.5) return aroundTwo(x - 1) - log1p(x - 1);
  let product = 1;
  let base = x;
  while (base >= 2.5) {
    base -= 1;
    product *= base;
  }
  return aroundTwo(base - 2) + (product === 1 ? 0 : log(product));
}

/** ln Γ(2 + z) for |z| ≤ 1/2. */
function aroundTwo(z: number): number {
  let sum = 0;
  for (let index = AROUND_TWO.length - 1; index >= 0; index -= 1) sum = (AROUND_TWO[index] ?? 0) + z * sum;
  return z * (ONE_MINUS_EULER + z * sum);
}

/** What Stirling's formula leaves of ln Γ(x), x ≥ 10: Σ B₂ₙ / (2n (2n−1) x^(2n−1)), eight terms, 1e-17. */
export function stirlingRest(x: number): number {
  const w = 1 / (x * x);
  const far = 1 / 1188 + w * (-691 / 360_360 + w * (1 / 156 - (w * 3617) / 122_400));
  return (1 / 12 + w * (-1 / 360 + w * (1 / 1260 + w * (-1 / 1680 + w * far)))) / x;
}

/** ln (Γ(x + n) / Γ(x)): the logarithm of a rising factorial, x > 0, n ≥ 0; no cancellation where x is large. */
export function logRising(x: number, n: number): number {
  if (n === 0) return 0;
  if (x < LARGE) return logGamma(x + n) - logGamma(x);
  const grown = x + n;
  return n * (log(grown) - 1) + (x - 0.5) * log1p(n / x) + stirlingRest(grown) - stirlingRest(x);
}
