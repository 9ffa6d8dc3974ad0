import { seededRandom } from "#kernel/random.ts";
import type { Fold } from "#predict/evaluate/folds.ts";
import { isAsGood } from "#predict/evaluate/is-as-good.ts";
import type { Model } from "#predict/models/model.ts";
import { type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import type { ModelCard, TimingEvidence } from "#predict/tasks/model-card.ts";
import { WAIT } from "#predict/tasks/timing/curve.ts";
import { heldWithin, type Ranges, rangesOf } from "#predict/tasks/timing/ranges.ts";
import { cox } from "#predict/timing/cox.ts";
import { discreteHazard } from "#predict/timing/discrete-hazard.ts";
import type { FittedTiming } from "#predict/timing/fitted-timing.ts";
import { kaplanMeier } from "#predict/timing/kaplan-meier.ts";
import { crossFitTreeHazard, treeHazard } from "#predict/timing/tree-hazard/tree-hazard.ts";
import { calibrationError } from "./evaluate-durations.ts";
import { FOLDS } from "#predict/tasks/candidates/evidence.ts";
import { type Judged, judge } from "./judged-curves.ts";
import { withoutRareGaps } from "./rare-gaps.ts";
import { aboveZero, type Subjects } from "./subjects.ts";

export type HazardChoice = {
  readonly name: string;
  readonly fitted: FittedTiming;
  /** No input is taken beyond these. */
  readonly ranges: Ranges;
  readonly evidence: readonly TimingEvidence[];
  /** How far chances lay from shares at each time, on rows not learnt from. */
  readonly calibration: ModelCard["calibration"]["evidence"];
  readonly words: string;
};

export type Ground = {
  readonly subjects: Subjects;
  readonly folds: readonly Fold[];
  /** Times at which curves are judged, rising. */
  readonly times: readonly number[];
  readonly seed: number;
  readonly onStep: (words: string) => void;
};

type Candidate = {
  readonly name: string;
  readonly judged: Judged;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly model: Model<FittedTiming>;
};

/** Penalties of standardised coefficients; the evidence settles which. */
const RIDGES = [1, 10, 30, 100, 300, 1_000];
/** Trees on fewer events learn chance, and five folds can't tell. */
const LEAST_EVENTS_FOR_TREES = 100;

/**
 * Kaplan-Meier, Cox, a discrete-time hazard and one by boosted trees, judged on the same rows by the integrated Brier score
 * with inverse probability of censoring weights: the simplest within one standard error of the best is kept.
 */
export function chooseHazard(ground: Ground): HazardChoice {
  const candidates: Candidate[] = [];
  const add = (candidate: Candidate): void => {
    candidates.push(candidate);
    const [brier, order] = [mean(candidate.judged.losses).toFixed(5), candidate.judged.concordance.toFixed(4)];
    ground.onStep(
      `${candidate.name}: integrated Brier ${brier}, concordance ${order} on rows that it did not learn from`,
    );
  };
  add(judged(ground, "Kaplan-Meier", { model: kaplanMeier(WAIT), settings: {} }));
  if (ground.subjects.inputs.columns.length > 0) {
    const coxOf = (ridge: number) => cox({ ...WAIT, ridge, baseline: "efron" });
    const proportional = bestRidge(ground, "Cox", { ridges: RIDGES, modelOf: coxOf });
    add(proportional);
    const discreteOf = (ridge: number) => discreteHazard({ ...WAIT, periods: 20, ridge });
    // It is dearer to fit, and wants much the same penalty.
    const near = RIDGES.indexOf(proportional.settings.ridge);
    const ridges = RIDGES.slice(Math.max(0, near - 1), near + 2);
    add(bestRidge(ground, "discrete-time hazard", { ridges, modelOf: discreteOf }));
    const events = ground.subjects.came.happened.reduce((sum, value) => sum + value, 0);
    if (events >= LEAST_EVENTS_FOR_TREES) add(trees(ground));
  }
  return choose(candidates, ground);
}

type Asked = {
  readonly model: Model<FittedTiming>;
  readonly settings: Readonly<Record<string, unknown>>;
};

function judged(ground: Ground, name: string, { model, settings }: Asked): Candidate {
  const { subjects, folds, times } = ground;
  const parts = folds.map(({ learn, test }) => {
    const { fitted, ranges } = fitOn(ground, model, learn);
    return fitted.score(heldWithin(takeRows(subjects.inputs, test), ranges), times);
  });
  return { name, judged: judge(parts, { came: subjects.came, folds, times }), settings, model };
}

type Ridged = Candidate & { readonly settings: { readonly ridge: number } };

/** One repeat settles the penalty, and all of them judge it. */
function bestRidge(
  ground: Ground,
  name: string,
  {
    ridges,
    modelOf,
  }: {
    readonly ridges: readonly number[];
    readonly modelOf: (ridge: number) => Model<FittedTiming>;
  },
): Ridged {
  const once = { ...ground, folds: ground.folds.slice(0, FOLDS) };
  const tried = ridges.map((ridge) => {
    const settings = { ridge };
    return { ...judged(once, name, { model: modelOf(ridge), settings }), settings };
  });
  const best = leastOf(tried);
  const isWhole = once.folds.length === ground.folds.length;
  return isWhole ? best : { ...best, ...judged(ground, name, best), settings: best.settings };
}

function trees(ground: Ground): Candidate {
  const { subjects, folds, times, seed } = ground;
  const { inputs, came } = subjects;
  const found = crossFitTreeHazard({ inputs, ...aboveZero(came) }, { folds, times, seed });
  return {
    name: "boosted-trees hazard",
    judged: judge(found.curves, { came, folds, times }),
    settings: { trees: found.trees },
    model: treeHazard({ ...WAIT, trees: found.trees }),
  };
}

function fitOn({ subjects: { inputs, came }, seed }: Ground, model: Model<FittedTiming>, rows?: Int32Array) {
  const { time, happened } = aboveZero(came);
  const labels = [numberColumn(WAIT.time, time), numberColumn(WAIT.happened, happened)];
  const all: Matrix = matrixOf([...inputs.columns, ...labels]);
  const learnt = withoutRareGaps(rows === undefined ? all : takeRows(all, rows));
  const ranges = rangesOf({ rows: learnt.rows, columns: learnt.columns.slice(0, -labels.length) });
  return { fitted: model.fit(learnt, { random: seededRandom(seed) }), ranges };
}

function choose(candidates: readonly Candidate[], ground: Ground): HazardChoice {
  const best = leastOf(candidates);
  const chosen = candidates.find((candidate) => isAsGood(candidate.judged.losses, best.judged.losses)) ?? best;
  const evidence = candidates.map((candidate) => ({
    candidate: candidate.name,
    integratedBrier: mean(candidate.judged.losses),
    concordance: candidate.judged.concordance,
    isChosen: candidate === chosen,
    settings: candidate.settings,
  }));
  const words =
    chosen === best
      ? `${best.name} had the least integrated Brier score, and nothing simpler came within one standard error of it.`
      : `${best.name} had the least integrated Brier score; ${chosen.name} is simpler and within one standard error of it.`;
  const calibration = ground.times.map((time, index) => ({
    time,
    ece: calibrationError(chosen.judged.curves[index] ?? new Float64Array(0), time, ground.subjects.came),
  }));
  return { name: chosen.name, ...fitOn(ground, chosen.model), evidence, calibration, words };
}

/** What gives no figure, as where rates run out of bounds, is no candidate. */
function leastOf<C extends Candidate>(candidates: readonly C[]): C {
  const means = candidates.map(({ judged: { losses } }) => mean(losses));
  const best = candidates[means.indexOf(Math.min(...means.filter((loss) => !Number.isNaN(loss))))];
  if (best === undefined) throw new RangeError("There is no candidate.");
  return best;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
