import type { Model } from "#predict/models/model.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { minimise, type Objective } from "#predict/numerics/lbfgs.ts";
import { log } from "#predict/numerics/logarithm.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { type FittedTiming, fittedTiming, openTiming } from "./fitted-timing.ts";
import { combine, dot } from "./hazard-loss.ts";
import { predictorOf } from "./predictor.ts";
import { type TimingRoles, type TimingRows, timingRows } from "./timing-rows.ts";

const NAME = "cox";

export type CoxSettings = TimingRoles & {
  /** Ridge penalty of the standardised coefficients; 1 unless given. */
  readonly ridge?: number;
  /** How ties count in the baseline: all at once (Breslow 1974, unless given), or one after the other (Efron 1977). */
  readonly baseline?: "breslow" | "efron";
};

/**
 * Proportional hazards (Cox 1972) by partial likelihood, ties as Efron (1977) has them:
 * P(event by t) = 1 − exp(−H₀(t) e^(βᵀx)), in steps at the times of events. Where ties are many, as with durations in months,
 * Breslow's baseline is too low.
 */
export function cox(settings: CoxSettings = {}): Model<FittedTiming> {
  const { ridge = 1, baseline = "breslow" } = settings;
  return {
    name: NAME,
    fit: (matrix: Matrix) => {
      const rows = timingRows(NAME, matrix, settings);
      const ties = tiesOf(rows);
      const width = rows.terms.length;
      const { point } = minimise(partialLoss(rows, ties, ridge), new Float64Array(width), {
        tolerance: 1e-9,
        maxIterations: 200,
      });
      const nothing = {
        encodings: rows.encodings,
        coefficients: rows.terms.map(() => 0),
        shift: 0,
      };
      return fittedTiming({
        name: NAME,
        clockwork: baselineOf(rows, ties, { point, isEfron: baseline === "efron" }),
        level: predictorOf(rows, point),
        change: nothing,
        rows: rows.time.length,
        events: rows.happened.reduce((sum, value) => sum + value, 0),
      });
    },
  };
}

export function loadCox(json: unknown): FittedTiming {
  return openTiming(json, NAME, "steps");
}

/** Rows of one time, latest times first. */
type Tie = { readonly time: number; readonly rows: Int32Array; readonly events: Int32Array };

function tiesOf({ time, happened }: TimingRows): readonly Tie[] {
  const order = Int32Array.from(time, (_, row) => row).sort((a, b) => (time[b] ?? 0) - (time[a] ?? 0) || a - b);
  const ties: Tie[] = [];
  let from = 0;
  while (from < order.length) {
    const now = time[order[from] ?? 0] ?? 0;
    let to = from;
    while (to < order.length && time[order[to] ?? 0] === now) to += 1;
    const rows = order.subarray(from, to);
    ties.push({ time: now, rows, events: rows.filter((row) => happened[row] === 1) });
    from = to;
  }
  return ties;
}

const sumOf = (rows: Int32Array, values: Float64Array) => rows.reduce((sum, row) => sum + (values[row] ?? 0), 0);

/** −log partial likelihood. Its slope by each row's predictor needs the sums over risk sets alone, never the sets. */
function partialLoss({ terms, time, happened }: TimingRows, ties: readonly Tie[], ridge: number): Objective {
  const size = time.length;
  const predictor = new Float64Array(size);
  const slopes = new Float64Array(size);
  return (point, gradient) => {
    combine(terms, point, predictor);
    const risk = predictor.map(exp);
    let [value, atRisk] = [0, 0];
    // For each time: Σ 1 / (risk set less the part of the ties), and the same weighted by that part.
    const falls = new Float64Array(ties.length);
    const tied = new Float64Array(ties.length);
    ties.forEach(({ rows, events }, place) => {
      atRisk += sumOf(rows, risk);
      const own = sumOf(events, risk);
      for (let rank = 0; rank < events.length; rank += 1) {
        const part = rank / events.length;
        const sum = atRisk - part * own;
        value += log(sum);
        falls[place] = (falls[place] ?? 0) + 1 / sum;
        tied[place] = (tied[place] ?? 0) + part / sum;
      }
      value -= sumOf(events, predictor);
    });
    let passed = 0;
    for (let place = ties.length - 1; place >= 0; place -= 1) {
      passed += falls[place] ?? 0;
      for (const row of ties[place]?.rows ?? []) {
        const came = happened[row] ?? 0;
        slopes[row] = (risk[row] ?? 0) * (passed - came * (tied[place] ?? 0)) - came;
      }
    }
    for (let index = 0; index < point.length; index += 1) {
      const weight = point[index] ?? 0;
      gradient[index] = ridge * weight + dot(terms[index]?.values, slopes);
      value += (ridge / 2) * weight * weight;
    }
    return value;
  };
}

type Weights = { readonly point: Float64Array; readonly isEfron: boolean };

function baselineOf({ terms, time }: TimingRows, ties: readonly Tie[], { point, isEfron }: Weights) {
  const predictor = new Float64Array(time.length);
  combine(terms, point, predictor);
  const risk = predictor.map(exp);
  let atRisk = 0;
  const steps = ties.flatMap(({ time: end, rows, events }) => {
    atRisk += sumOf(rows, risk);
    if (events.length === 0) return [];
    return [{ end, step: isEfron ? efronStep(events, risk, atRisk) : events.length / atRisk }];
  });
  const rising = steps.toReversed();
  let passed = 0;
  const cumulative = rising.map(({ step }) => (passed += step));
  return { kind: "steps" as const, ends: rising.map(({ end }) => end), cumulative };
}

function efronStep(events: Int32Array, risk: Float64Array, atRisk: number): number {
  const own = sumOf(events, risk);
  return events.reduce((sum, _, rank) => sum + 1 / (atRisk - (rank / events.length) * own), 0);
}
