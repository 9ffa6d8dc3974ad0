import type { PurchaseRows } from "#predict/models/btyd/purchase-rows.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";

/**
 * The process that BG/NBD, MBG/NBD and (M)BG/CNBD-k share: purchases come at Erlang-k intervals, that is at every k-th event
 * of a Poisson process with rate λ ~ Gamma(r, α); behind each purchase the customer stops for good with probability
 * p ~ Beta(a, b). BG/NBD is k = 1 without a stop behind the very first purchase.
 */
export type ErlangProcess = {
  readonly k: number;
  /** MBG: a customer may be gone after her first purchase already. */
  readonly canStopAtOnce: boolean;
};

export type ErlangParameters = ErlangProcess & {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
};

/**
 * The weight of "still buying", relative to being found j = 0 events into the running interval: Σ_{j<k} (R)_j / j! w^j, with
 * R = r + kx and w = (T − t_x) / (α + T) (Platzer and Reutterer 2016, eq. 4: the last factor).
 */
export function stageSum(k: number, exponent: number, share: number): number {
  let term = 1;
  let sum = 1;
  for (let stage = 1; stage < k; stage += 1) {
    term *= ((exponent + stage - 1) / stage) * share;
    sum += term;
  }
  return sum;
}

/** How often the customer could have stopped and did not: repeat purchases, and the first one for MBG. */
export function survivedStops(process: ErlangProcess, frequency: number): number {
  return process.canStopAtOnce ? frequency + 1 : frequency;
}

/** ln of the odds of having stopped at the last purchase against still buying; −Infinity where she can't have stopped. */
export function logStopOdds(parameters: ErlangParameters, rows: PurchaseRows, row: number): number {
  const { k, r, alpha, a, b } = parameters;
  const frequency = rows.frequency[row] ?? 0;
  const survived = survivedStops(parameters, frequency);
  if (survived === 0) return Number.NEGATIVE_INFINITY;
  const recency = rows.recency[row] ?? 0;
  const age = rows.age[row] ?? 0;
  const exponent = r + k * frequency;
  const gap = exponent * log1p((age - recency) / (alpha + recency));
  const stages = k === 1 ? 1 : stageSum(k, exponent, (age - recency) / (alpha + age));
  return log(a / ((b + survived - 1) * stages)) + gap;
}
