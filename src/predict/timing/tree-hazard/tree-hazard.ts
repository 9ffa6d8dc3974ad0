import type { Fold } from "#predict/evaluate/folds.ts";
import { boostedTrees } from "#predict/learners/boosted-trees/boosted-trees.ts";
import { crossFitTrees } from "#predict/learners/boosted-trees/cross-fit-trees.ts";
import { standardTrees } from "#predict/learners/boosted-trees/tree-settings.ts";
import type { Model } from "#predict/models/model.ts";
import { type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import { chancesBy, periodHazards } from "#predict/timing/cumulative-hazards.ts";
import { periodEnds } from "#predict/timing/discrete-hazard.ts";
import type { FittedTiming } from "#predict/timing/fitted-timing.ts";
import { followedRows, type FollowedRows, type TimingRoles } from "#predict/timing/timing-rows.ts";
import { fittedTreeHazard, kind } from "./fitted-tree-hazard.ts";
import { type PersonPeriods, personPeriods } from "./person-periods.ts";

export type TreeHazardSettings = TimingRoles & {
  /** At most so many periods, each with about as many events; 12 unless given. */
  readonly periods?: number;
  /** 200 unless given. */
  readonly trees?: number;
};

const PERIODS = 12;
const TARGET = " target";
const WEIGHT = " weight";

/**
 * Discrete-time hazard by boosted trees: logistic loss over person-periods, the period being a column like the others, so that
 * what a column says may be bent, hang on others, and change as time passes.
 */
export function treeHazard(settings: TreeHazardSettings = {}): Model<FittedTiming> {
  const { periods = PERIODS, trees = 200 } = settings;
  return {
    name: kind.name,
    fit: (matrix: Matrix, { random }) => {
      const { inputs, time, happened } = followedRows(kind.name, matrix, settings);
      const ends = periodEnds({ time, happened }, periods);
      const all = personPeriods({ inputs, time, happened }, ends);
      const taken = (values: Float64Array) => Float64Array.from(all.seen, (place) => values[place] ?? 0);
      const labelled = matrixOf([
        ...takeRows(all.rows.inputs, all.seen).columns,
        numberColumn(TARGET, taken(all.rows.y)),
        numberColumn(WEIGHT, taken(all.rows.weights)),
      ]);
      const learner = boostedTrees({ ...shapeFor(all, inputs.rows), trees }).fit(labelled, {
        random,
      });
      const events = happened.reduce((sum, value) => sum + value, 0);
      return fittedTreeHazard({
        ends,
        learner,
        middle: Math.floor((ends.length - 1) / 2),
        rows: time.length,
        events,
      });
    },
  };
}

type Evidence = {
  readonly folds: readonly Fold[];
  readonly times: readonly number[];
  readonly seed: number;
  readonly periods?: number;
};

export type CrossFittedTreeHazard = {
  /** The number of trees with the least loss over all folds. */
  readonly trees: number;
  /** For each fold, P(event by each of the times) of its test rows. */
  readonly curves: ReadonlyArray<readonly Float64Array[]>;
};

const MOST_TREES = 1_000;
const PATIENCE = 40;

/** Boosts on every fold and watches its test rows; the rows in an order that does not depend on how they came. */
export function crossFitTreeHazard(
  followed: FollowedRows,
  { folds, times, seed, periods = PERIODS }: Evidence,
): CrossFittedTreeHazard {
  const ends = periodEnds(followed, periods);
  const all = personPeriods(followed, ends);
  const isSeen = (place: number) => (all.rows.weights[place] ?? 0) > 0;
  const whole = folds.map(({ learn, test }) => ({
    learn: placesOf(learn, ends.length).filter(isSeen),
    test: placesOf(test, ends.length),
  }));
  const settings = { ...shapeFor(all, followed.inputs.rows), trees: MOST_TREES };
  const { trees, scores } = crossFitTrees(all.rows, settings, {
    folds: whole,
    seed,
    patience: PATIENCE,
  });
  const curves = folds.map(({ test }, index) => {
    const chances = scores[index] ?? new Float64Array(0);
    const hazardsOf = (row: number, rising: readonly number[]) =>
      periodHazards(ends, (period) => chances[row * ends.length + period] ?? 0, rising);
    return chancesBy(hazardsOf, test.length, times);
  });
  return { trees: Math.max(1, trees), curves };
}

function placesOf(rows: Int32Array, periods: number): Int32Array {
  return Int32Array.from({ length: rows.length * periods }, (_, place) => {
    const row = rows[Math.floor(place / periods)] ?? 0;
    return row * periods + (place % periods);
  });
}

/** Small steps into few leaves; a leaf holds so many rows, and is drawn so far to the mean, whatever the number of periods. */
function shapeFor({ seen }: PersonPeriods, rows: number) {
  const periodsEach = seen.length / rows;
  return {
    ...standardTrees,
    maxLeaves: 4,
    learningRate: 0.05,
    columnShare: 0.5,
    minRows: Math.max(1, Math.min(20, rows / 20) * periodsEach),
    ridge: 5 * periodsEach,
    target: TARGET,
    weight: WEIGHT,
    loss: "logistic",
  } as const;
}
