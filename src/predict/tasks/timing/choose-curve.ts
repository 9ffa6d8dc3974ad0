import { seededRandom } from "#kernel/random.ts";
import { joinArrays } from "#predict/numerics/join-arrays.ts";
import { concordance, type Survival } from "#predict/evaluate/concordance.ts";
import type { Fold } from "#predict/evaluate/folds.ts";
import { integratedBrier } from "#predict/evaluate/integrated-brier.ts";
import { isAsGood } from "#predict/evaluate/is-as-good.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import { type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import type { ModelCard, TimingEvidence } from "#predict/tasks/model-card.ts";
import type { Lookback } from "#predict/tasks/transactions/origins.ts";
import { chanceColumns, weeksOf } from "#predict/tasks/transactions/purchase-models.ts";
import { type Curve, hazards, WAIT } from "./curve.ts";
import { heldWithin, rangesOf } from "./ranges.ts";
import { cameBy, gridOf, sampleOf, waitsOf } from "./waits.ts";

export type CurveChoice = {
  readonly name: string;
  readonly curve: Curve;
  readonly evidence: readonly TimingEvidence[];
  /** How far chances lay from shares at each time, on rows not learnt from. */
  readonly calibration: ModelCard["calibration"]["evidence"];
  readonly words: string;
};

type Candidate = {
  readonly name: string;
  /** Chances of the test rows of all folds, an array a time. */
  readonly curves: readonly Float64Array[];
  readonly fitAll: () => Curve;
  readonly losses: Float64Array;
};

type Asked = { readonly horizon: number; readonly seed: number; readonly onStep: (words: string) => void };

/**
 * Kaplan-Meier, three buy-till-you-die models, Cox and a discrete-time hazard, judged on the same rows by the Brier score over
 * the horizon: the simplest within one standard error of the best is kept.
 */
export function chooseCurve(back: Lookback, { horizon, seed, onStep }: Asked): CurveChoice {
  const times = gridOf(horizon);
  const waits = waitsOf(back);
  const test = Int32Array.from(back.folds.flatMap((fold) => [...fold.test]));
  const came = picked(waits, test);
  const candidates: Candidate[] = [];
  const add = (name: string, curves: readonly Float64Array[], fitAll: () => Curve): void => {
    const losses = lossesOf(curves, times, came);
    candidates.push({ name, curves, fitAll, losses });
    onStep(`${name}: integrated Brier ${mean(losses).toFixed(5)} on rows that it did not learn from`);
  };
  const ground = { rows: labelled(back.inputs, waits), folds: back.folds, times, seed, horizon };
  const learnt = (model: HazardModel, inputs: Ground["rows"]) => hazardParts(model, { ...ground, rows: inputs });
  const nobody = { rows: ground.rows.rows, columns: ground.rows.columns.slice(-2) };
  const base = learnt(hazards.cox, nobody);
  add("Kaplan-Meier", base.curves, base.fitAll);
  for (const which of ["bg", "pareto", "mbg"] as const) {
    const all = times.map((days) =>
      joinArrays(back.views.map(({ models, pasts }) => models[which].anyPurchase(pasts, weeksOf(days)))),
    );
    const name = chanceColumns[which].replace(" chance", "");
    add(
      name,
      all.map((chances) => Float64Array.from(test, (row) => chances[row] ?? 0)),
      () => ({ kind: "purchases", of: which }),
    );
  }
  const proportional = learnt(hazards.cox, ground.rows);
  add("Cox", proportional.curves, proportional.fitAll);
  const discrete = learnt(hazards.discrete, ground.rows);
  add("discrete-time hazard", discrete.curves, discrete.fitAll);
  return choose(candidates, times, came);
}

type Ground = {
  readonly rows: Matrix;
  readonly folds: readonly Fold[];
  readonly times: readonly number[];
  readonly seed: number;
  readonly horizon: number;
};

type HazardModel = (typeof hazards)[keyof typeof hazards];

function hazardParts(model: HazardModel, { rows, folds, times, seed, horizon }: Ground) {
  const fit = (places: Int32Array) => {
    const learnt = takeRows(rows, sampleOf(places, seed));
    const ranges = rangesOf({ ...learnt, columns: learnt.columns.slice(0, -2) });
    return { fitted: model.fit(learnt, { random: seededRandom(seed) }), ranges };
  };
  const parts = folds.map(({ learn, test }) => {
    const { fitted, ranges } = fit(learn);
    return fitted.score(heldWithin(takeRows(rows, test), ranges), times);
  });
  return {
    curves: times.map((_, index) => joinArrays(parts.map((part) => part[index] ?? new Float64Array(0)))),
    fitAll: (): Curve => ({
      kind: "hazard",
      ...fit(Int32Array.from({ length: rows.rows }, (_, row) => row)),
      limit: horizon,
    }),
  };
}

function labelled({ columns }: Matrix, { time, happened }: Survival): Matrix {
  return matrixOf([...columns, numberColumn(WAIT.time, time), numberColumn(WAIT.happened, happened)]);
}

function choose(candidates: readonly Candidate[], times: readonly number[], came: Survival): CurveChoice {
  const means = candidates.map(({ losses }) => orWorst(mean(losses)));
  const best = candidates[means.indexOf(Math.min(...means))];
  const chosen = candidates.find(({ losses }) => isAsGood(losses, best?.losses ?? losses));
  if (best === undefined || chosen === undefined) throw new RangeError("There is no candidate.");
  const evidence = candidates.map((candidate) => ({
    candidate: candidate.name,
    integratedBrier: integratedBrier({ times, curves: candidate.curves }, came).integrated,
    concordance: concordance(candidate.curves.at(-1) ?? new Float64Array(0), came),
    isChosen: candidate === chosen,
    settings: {},
  }));
  const words =
    chosen === best
      ? `${best.name} had the least integrated Brier score, and nothing simpler came within one standard error of it.`
      : `${best.name} had the least integrated Brier score; ${chosen.name} is simpler and within one standard error of it.`;
  const calibration = times.map((days, index) => ({
    days,
    ece: reliability(chosen.curves[index] ?? new Float64Array(0), cameBy(came, days)).ece,
  }));
  return { name: chosen.name, curve: chosen.fitAll(), evidence, calibration, words };
}

/** Mean Brier score over the times, row by row. */
function lossesOf(curves: readonly Float64Array[], times: readonly number[], came: Survival): Float64Array {
  const losses = new Float64Array(came.time.length);
  times.forEach((days, index) => {
    cameBy(came, days).forEach((event, row) => {
      losses[row] = (losses[row] ?? 0) + ((curves[index]?.[row] ?? 0) - event) ** 2 / times.length;
    });
  });
  return losses;
}

function picked({ time, happened }: Survival, rows: Int32Array): Survival {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return { time: pick(time), happened: pick(happened) };
}

/** What gives no figure, as where rates run out of bounds, is no candidate. */
function orWorst(loss: number): number {
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
