import { seededRandom } from "#kernel/random.ts";
import { foldsOf } from "#predict/evaluate/folds.ts";
import { qini } from "#predict/evaluate/qini.ts";
import { qiniDraws } from "#predict/evaluate/qini-draws.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import { quantiles } from "#predict/numerics/quantile.ts";
import type { UpliftEvidence } from "#predict/tasks/model-card.ts";
import type { Measure } from "#predict/uplift/base-learners.ts";
import type { Model } from "#predict/models/model.ts";
import type { FittedUplift } from "#predict/uplift/fitted-uplift.ts";
import { upliftModel, type UpliftName, upliftNames } from "#predict/uplift/uplift-model.ts";
import { bestRows, effectOf, type TrialTable } from "./trial-of.ts";

export type UpliftChoice = {
  readonly name: UpliftName;
  readonly fitted: FittedUplift;
  readonly evidence: readonly UpliftEvidence[];
  /** That of the chosen one. */
  readonly qini: { readonly estimate: number; readonly low: number; readonly high: number };
  /** From the score to the extra answers, or the extra amount, per contact, on rows not learnt from. */
  readonly line: { readonly intercept: number; readonly slope: number };
  readonly words: string;
};

type Asked = { readonly seed: number; readonly measure?: Measure; readonly onStep: (words: string) => void };

const FOLDS = 5;
const SAMPLES = 400;
const ROLES = { treatment: " treated", target: " answered" } as const;

/**
 * All uplift learners and plain response models on the same folds, each judged by the Qini of rows that it did not learn from;
 * the simplest whose Qini is within one standard error of the best (paired bootstrap) is kept.
 */
export function chooseUplift(trial: TrialTable, { seed, measure = "answer", onStep }: Asked): UpliftChoice {
  const roles = { ...ROLES, measure };
  const rows = labelled(trial);
  const folds = foldsOf(
    trial.y.map((came, row) => 2 * Math.sign(came) + (trial.treated[row] ?? 0)),
    FOLDS,
    seededRandom(seed),
  );
  const scores = upliftNames.map((name) => {
    const held = heldOutScores(upliftModel(name, roles), { rows, folds, seed });
    onStep(`${name}: Qini ${qini(held, trial).toFixed(4)} on rows that it did not learn from`);
    return held;
  });
  const draws = qiniDraws(scores, trial, { random: seededRandom(seed), samples: SAMPLES });
  const found = scores.map((held) => qini(held, trial));
  const best = found.indexOf(Math.max(...found));
  const chosen = found.findIndex(
    (value, index) => (found[best] ?? 0) - value <= spreadOf(draws[best] ?? [], draws[index] ?? []),
  );
  const name = upliftNames[chosen];
  const held = scores[chosen];
  if (name === undefined || held === undefined) throw new RefusedRows("response", "no learner has a Qini here");
  const evidence = upliftNames.map((candidate, index) => ({
    candidate,
    qini: found[index] ?? Number.NaN,
    qiniInterval: intervalOf(draws[index] ?? []),
    upliftOfBest30: effectOf(trial, bestRows(scores[index] ?? held, 0.3)).uplift,
    isChosen: index === chosen,
  }));
  return {
    name,
    fitted: upliftModel(name, roles).fit(rows, { random: seededRandom(seed) }),
    evidence,
    qini: { estimate: found[chosen] ?? Number.NaN, ...intervalOf(draws[chosen] ?? []) },
    line: lineOf(held, trial),
    words:
      chosen === best
        ? `${name} had the highest Qini, and nothing simpler came within one standard error of it.`
        : `${upliftNames[best] ?? ""} had the highest Qini; ${name} is simpler and within one standard error of it.`,
  };
}

function labelled({ inputs, treated, y }: TrialTable): Matrix {
  return matrixOf([...inputs.columns, numberColumn(ROLES.treatment, treated), numberColumn(ROLES.target, y)]);
}

type Ground = { readonly rows: Matrix; readonly folds: Uint8Array; readonly seed: number };

function heldOutScores(model: Model<FittedUplift>, { rows, folds, seed }: Ground): Float64Array {
  const held = new Float64Array(rows.rows);
  const places = Int32Array.from(folds.keys());
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const learn = places.filter((row) => folds[row] !== fold);
    const test = places.filter((row) => folds[row] === fold);
    const fitted = model.fit(takeRows(rows, learn), { random: seededRandom(seed + fold) });
    fitted.score(takeRows(rows, test)).forEach((score, place) => (held[test[place] ?? 0] = score));
  }
  return held;
}

function intervalOf(draws: ArrayLike<number>): { readonly low: number; readonly high: number } {
  const known = Array.from(draws).filter((value) => !Number.isNaN(value));
  const [low = Number.NaN, high = Number.NaN] = quantiles(known, [0.025, 0.975]);
  return { low, high };
}

/** Standard error of the difference of two figures over the same draws. */
function spreadOf(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  const gaps = Array.from(ours, (value, draw) => value - (theirs[draw] ?? 0)).filter((gap) => !Number.isNaN(gap));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / Math.max(1, gaps.length - 1));
}

/** Least squares of each row's part in the difference between the arms on its score: the share of each arm is known. */
function lineOf(scores: Float64Array, trial: TrialTable): UpliftChoice["line"] {
  const { contacted, alone, uplift } = effectOf(trial);
  const { length } = scores;
  const share = trial.treated.reduce((sum, each) => sum + each, 0) / length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / length;
  let [products, squares] = [0, 0];
  scores.forEach((score, row) => {
    const came = trial.y[row] ?? 0;
    const part = trial.treated[row] === 1 ? (came - contacted) / share : (alone - came) / (1 - share);
    products += (score - mean) * part;
    squares += (score - mean) ** 2;
  });
  const slope = squares > 0 ? products / squares : 0;
  return { intercept: uplift - slope * mean, slope };
}
