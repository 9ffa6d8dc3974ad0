import type { Random } from "#kernel/random.ts";
import { foldsOf } from "#predict/evaluate/folds.ts";
import { isAsGood } from "#predict/evaluate/is-as-good.ts";
import { logLossOf } from "#predict/evaluate/proper-scores.ts";
import { type Calibrator, calibrate, fitCalibrator, type Method, methods } from "./calibrator.ts";

export type CalibrationEvidence = { readonly method: Method; readonly logLoss: number };

export type ChosenCalibrator = {
  readonly calibrator: Calibrator;
  /** Log-loss of each method on rows that it did not learn from. */
  readonly evidence: readonly CalibrationEvidence[];
};

const FOLDS = 10;
/** Of fewer rows steps learn the noise (Niculescu-Mizil and Caruana 2005). */
const LEAST_ISOTONIC = 1_000;

/**
 * Of no calibration, Platt's, beta and isotonic the one with the least log-loss out of fold; a simpler one where the better
 * one is not ahead by more than one standard error of the difference. `scores` must be out of fold themselves.
 */
export function chooseCalibrator(scores: Float64Array, y: Float64Array, random: Random): ChosenCalibrator {
  const fold = foldsOf(y, FOLDS, random);
  const tried = methods.filter((method) => method !== "isotonic" || scores.length >= LEAST_ISOTONIC);
  const losses = tried.map((method) => foldLosses(method, { scores, y, fold }));
  const means = losses.map(mean);
  const best = means.indexOf(Math.min(...means));
  const least = losses[best] ?? new Float64Array(0);
  const method = tried[losses.findIndex((each) => isAsGood(each, least))] ?? "none";
  return {
    calibrator: fitCalibrator(method, scores, y),
    evidence: tried.map((each, index) => ({ method: each, logLoss: means[index] ?? Number.NaN })),
  };
}

type Rows = { readonly scores: Float64Array; readonly y: Float64Array; readonly fold: Uint8Array };

/** The loss of each row under a calibrator that did not see it. */
function foldLosses(method: Method, { scores, y, fold }: Rows): Float64Array {
  const losses = new Float64Array(y.length);
  for (let each = 0; each < FOLDS; each += 1) {
    const inside = Int32Array.from(fold.keys()).filter((row) => fold[row] !== each);
    const outside = Int32Array.from(fold.keys()).filter((row) => fold[row] === each);
    if (inside.length === 0 || outside.length === 0) continue;
    const taken = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
    const calibrator = fitCalibrator(method, taken(scores, inside), taken(y, inside));
    calibrate(calibrator, taken(scores, outside)).forEach((chance, place) => {
      const row = outside[place] ?? 0;
      losses[row] = logLossOf(chance, y[row] ?? 0);
    });
  }
  return losses;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
