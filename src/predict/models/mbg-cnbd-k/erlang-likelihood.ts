import type { DistinctHistories } from "#predict/models/btyd/distinct-histories.ts";
import { digamma, digammaRise } from "#predict/numerics/digamma.ts";
import { exp } from "#predict/numerics/exponential.ts";
import type { Objective } from "#predict/numerics/lbfgs.ts";
import { logBeta } from "#predict/numerics/log-beta.ts";
import { logRising } from "#predict/numerics/log-gamma.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";
import { type ErlangParameters, type ErlangProcess, survivedStops } from "./erlang-process.ts";

/** Rows `from` to `to` (exclusive) of one frequency; histories come sorted by it. */
type Run = { readonly frequency: number; readonly from: number; readonly to: number; readonly customers: number };

/**
 * −log-likelihood of the histories and its gradient by (r, α, a, b) (Fader, Hardie and Lee 2005a, eq. 6; Platzer and Reutterer
 * 2016, eq. 4), without the part (k − 1) Σ ln Δt − x ln (k−1)! that no parameter changes.
 */
export function erlangLikelihood(histories: DistinctHistories, process: ErlangProcess): Objective {
  const runs = runsOf(histories);
  return ([r = 0, alpha = 0, a = 0, b = 0], gradient) => {
    const parameters: ErlangParameters = { ...process, r, alpha, a, b };
    gradient.fill(0);
    let sum = 0;
    for (const run of runs) {
      sum += run.customers * purchases(parameters, run, gradient);
      sum += silences({ histories, parameters, run }, gradient);
    }
    for (let index = 0; index < gradient.length; index += 1) gradient[index] = -(gradient[index] ?? 0);
    return -sum;
  };
}

function runsOf({ rows, frequency, count }: DistinctHistories): readonly Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < rows;) {
    let to = from;
    let customers = 0;
    while (to < rows && frequency[to] === frequency[from]) {
      customers += count[to] ?? 0;
      to += 1;
    }
    runs.push({ frequency: frequency[from] ?? 0, from, to, customers });
    from = to;
  }
  return runs;
}

/** What depends on the number of purchases alone: Γ(R) α^r / Γ(r) × B(a, b + survived) / B(a, b). */
function purchases(parameters: ErlangParameters, run: Run, gradient: Float64Array): number {
  const { k, r, alpha, a, b } = parameters;
  const { frequency, customers } = run;
  const survived = survivedStops(parameters, frequency);
  const fading = digamma(a + b) - digamma(a + b + survived);
  add(gradient, 0, customers * (digammaRise(r, k * frequency) + log(alpha)));
  add(gradient, 1, (customers * r) / alpha);
  add(gradient, 2, customers * fading);
  add(gradient, 3, customers * (digammaRise(b, survived) + fading));
  return logRising(r, k * frequency) + r * log(alpha) + logBeta(a, b + survived) - logBeta(a, b);
}

type Silences = { readonly histories: DistinctHistories; readonly parameters: ErlangParameters; readonly run: Run };

/** What depends on the time since the last purchase: (α + T)^−R × (stages + odds of having stopped). */
function silences({ histories, parameters, run }: Silences, gradient: Float64Array): number {
  const { k, r, alpha, a, b } = parameters;
  const survived = survivedStops(parameters, run.frequency);
  const exponent = r + k * run.frequency;
  const logOdds = survived === 0 ? Number.NEGATIVE_INFINITY : log(a / (b + survived - 1));
  const slopes = { r: 0, alpha: 0, stopped: 0 };
  const stages = { log: 0, byR: 0, byShare: 0 };
  let sum = 0;
  for (let row = run.from; row < run.to; row += 1) {
    const count = histories.count[row] ?? 0;
    const recency = histories.recency[row] ?? 0;
    const span = alpha + (histories.age[row] ?? 0);
    const silence = (histories.age[row] ?? 0) - recency;
    const logSpan = log(span);
    const logGap = log1p(silence / (alpha + recency));
    if (k > 1) stageSlopes(stages, { k, exponent, share: silence / span });
    const excess = logOdds + exponent * logGap - stages.log;
    const less = exp(-Math.abs(excess));
    const stopped = excess > 0 ? 1 / (1 + less) : less / (1 + less);
    const alive = 1 - stopped;
    sum += count * ((excess > 0 ? excess : 0) + log1p(less) + stages.log - exponent * logSpan);
    slopes.r += count * (stopped * logGap + alive * stages.byR - logSpan);
    const narrowing = stopped * exponent * (1 / span - 1 / (alpha + recency));
    slopes.alpha += count * (narrowing - (alive * stages.byShare * silence) / (span * span) - exponent / span);
    slopes.stopped += count * stopped;
  }
  add(gradient, 0, slopes.r);
  add(gradient, 1, slopes.alpha);
  if (survived > 0) {
    add(gradient, 2, slopes.stopped / a);
    add(gradient, 3, -slopes.stopped / (b + survived - 1));
  }
  return sum;
}

type Stages = { log: number; byR: number; byShare: number };

/** ln of the stage sum of erlang-process.ts and its slopes by R and by the share w. */
function stageSlopes(
  into: Stages,
  at: { readonly k: number; readonly exponent: number; readonly share: number },
): void {
  let term = 1;
  let sum = 1;
  let harmonic = 0;
  let byR = 0;
  let byShare = 0;
  for (let stage = 1; stage < at.k; stage += 1) {
    const factor = at.exponent + stage - 1;
    const before = term;
    term *= (factor / stage) * at.share;
    harmonic += 1 / factor;
    sum += term;
    byR += term * harmonic;
    byShare += before * factor;
  }
  into.log = log(sum);
  into.byR = byR / sum;
  into.byShare = byShare / sum;
}

function add(gradient: Float64Array, index: number, part: number): void {
  gradient[index] = (gradient[index] ?? 0) + part;
}
