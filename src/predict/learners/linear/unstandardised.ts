import type { Term } from "./design.ts";
import type { Point } from "./elastic-net.ts";

/** The intercept and coefficients of raw terms that say the same as those of standardised ones. */
export function unstandardised(
  terms: readonly Term[],
  point: Point,
): { readonly intercept: number; readonly coefficients: readonly number[] } {
  const coefficients = terms.map(({ scale }, index) => (scale === 0 ? 0 : (point.coefficients[index] ?? 0) / scale));
  const shift = terms.reduce((sum, { mean }, index) => sum + mean * (coefficients[index] ?? 0), 0);
  return { intercept: point.intercept - shift, coefficients };
}
