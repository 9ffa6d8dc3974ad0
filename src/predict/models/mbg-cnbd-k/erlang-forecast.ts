import type { PurchaseRows } from "#predict/models/btyd/purchase-rows.ts";
import { exp, expm1 } from "#predict/numerics/exponential.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";
import { type ErlangParameters, logStopOdds, stageSum, survivedStops } from "./erlang-process.ts";

/**
 * P(still buying at T). A diagnostic of the model and no chance of a purchase: for BG/NBD it is 1 for whoever bought once,
 * however long ago (Fader, Hardie and Lee 2005a; Platzer and Reutterer 2016, eq. 6).
 */
export function erlangAlive(parameters: ErlangParameters, rows: PurchaseRows): Float64Array {
  return Float64Array.from({ length: rows.rows }, (_, row) => 1 / (1 + exp(logStopOdds(parameters, rows, row))));
}

/**
 * P(any purchase in (T, T + horizon]): still buying, and the k-th event of the running interval falls inside. Whoever is found
 * at stage j of the interval stays silent with the chance that T + horizon is reached at a stage below k.
 */
export function erlangAnyPurchase(parameters: ErlangParameters, rows: PurchaseRows, horizon: number): Float64Array {
  const { k, r, alpha } = parameters;
  const chances = new Float64Array(rows.rows);
  for (let row = 0; row < rows.rows; row += 1) {
    const age = rows.age[row] ?? 0;
    const exponent = r + k * (rows.frequency[row] ?? 0);
    const alive = 1 / (1 + exp(logStopOdds(parameters, rows, row)));
    const logSilence =
      -exponent * log1p(horizon / (alpha + age)) + (k === 1 ? 0 : stageGain(parameters, { rows, row }, horizon));
    chances[row] = alive * Math.max(0, -expm1(Math.min(0, logSilence)));
  }
  return chances;
}

type One = { readonly rows: PurchaseRows; readonly row: number };

/** ln of the ratio of the stage sums at T + horizon and at T. */
function stageGain({ k, r, alpha }: ErlangParameters, { rows, row }: One, horizon: number): number {
  const age = rows.age[row] ?? 0;
  const silence = age - (rows.recency[row] ?? 0);
  const exponent = r + k * (rows.frequency[row] ?? 0);
  const now = stageSum(k, exponent, silence / (alpha + age));
  return log(stageSum(k, exponent, (silence + horizon) / (alpha + age + horizon)) / now);
}

/**
 * E[purchases in (T, T + horizon]], exact for every k and every a (the closed form with ₂F₁ holds for k = 1 and breaks at
 * a = 1): the number n of events is negative binomial given the stage j, they make m = ⌊(j + n) / k⌋ purchases if nobody ever
 * stops, and of these Σ_{i<m} (b′)_i / (a + b′)_i happen. All terms are positive, so nothing cancels.
 */
export function erlangExpectedPurchases(
  parameters: ErlangParameters,
  rows: PurchaseRows,
  horizon: number,
): Float64Array {
  const { k, r, alpha, b } = parameters;
  const expected = new Float64Array(rows.rows);
  for (let row = 0; row < rows.rows; row += 1) {
    const age = rows.age[row] ?? 0;
    const frequency = rows.frequency[row] ?? 0;
    const exponent = r + k * frequency;
    const share = (age - (rows.recency[row] ?? 0)) / (alpha + age);
    const ahead = { horizon, span: alpha + age, stops: b + survivedStops(parameters, frequency) };
    let weight = 1;
    let weights = 0;
    let sum = 0;
    for (let stage = 0; stage < k; stage += 1) {
      if (stage > 0) weight *= ((exponent + stage - 1) / stage) * share;
      weights += weight;
      if (weight > 0) sum += weight * purchasesAhead(parameters, { ...ahead, exponent: exponent + stage }, stage);
    }
    expected[row] = sum / weights / (1 + exp(logStopOdds(parameters, rows, row)));
  }
  return expected;
}

type Ahead = {
  readonly horizon: number;
  /** α + T. */
  readonly span: number;
  /** b′: b and how often she did not stop. */
  readonly stops: number;
  /** Shape of the rate's distribution given the stage. */
  readonly exponent: number;
};

const LOG_SHRINK = 575.6462732485115;
const SHRINK = 1e-250;

/** Σ_n P(n events) × expected purchases of ⌊(stage + n) / k⌋. */
function purchasesAhead({ k, a }: ErlangParameters, ahead: Ahead, stage: number): number {
  const { horizon, span, stops, exponent } = ahead;
  const chance = horizon / (span + horizon);
  // A busy customer's chance of no event at all is below every double: it is kept apart, as a logarithm.
  let scale = -exponent * log1p(horizon / span);
  let mass = 1;
  let made = 0;
  let happening = 1;
  let left = k - stage;
  let index = 0;
  let sum = 0;
  for (let events = 1; ; events += 1) {
    const ratio = (chance * (exponent + events - 1)) / events;
    mass *= ratio;
    left -= 1;
    if (left === 0) {
      made += happening;
      happening *= (stops + index) / (a + stops + index);
      index += 1;
      left = k;
    }
    sum += mass * made;
    if (mass > 1 / SHRINK || sum > 1 / SHRINK) {
      mass *= SHRINK;
      sum *= SHRINK;
      scale += LOG_SHRINK;
    }
    // Beyond the mode the rest is below a geometric series, whose purchases grow by less than one a term.
    const fall = 1 - ratio;
    if (events >= k && fall > 0 && mass * (made + 1 / fall) < 1e-16 * fall * sum) break;
    if (mass === 0) break;
  }
  return sum * exp(scale);
}
