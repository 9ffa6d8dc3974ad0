import { log } from "#predict/numerics/logarithm.ts";

/** Chances are held this far from 0 and 1, so that one sure mistake does not make everything infinite. */
const LEAST = 1e-15;

/** −log-likelihood of one yes (1) or no (0). */
export function logLossOf(chance: number, y: number): number {
  const right = y === 1 ? chance : 1 - chance;
  return -log(right > LEAST ? right : LEAST);
}

/** Mean log-loss. */
export function logLoss(chances: Float64Array, y: Float64Array): number {
  return meanOf(chances, (chance, row) => logLossOf(chance, y[row] ?? 0));
}

/** Mean squared distance of the chance from what came (Brier 1950). */
export function brierScore(chances: Float64Array, y: Float64Array): number {
  return meanOf(chances, (chance, row) => (chance - (y[row] ?? 0)) ** 2);
}

function meanOf(values: Float64Array, of: (value: number, row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < values.length; row += 1) sum += of(values[row] ?? 0, row);
  return sum / values.length;
}
