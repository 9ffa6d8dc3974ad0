import { seededRandom } from "#kernel/random.ts";
import type { Fold } from "#predict/evaluate/folds.ts";
import { baseRate, loadBaseRate } from "#predict/learners/base-rate.ts";
import { boostedTrees } from "#predict/learners/boosted-trees/boosted-trees.ts";
import { crossFitTrees } from "#predict/learners/boosted-trees/cross-fit-trees.ts";
import { loadBoostedTrees } from "#predict/learners/boosted-trees/fitted-trees.ts";
import { standardTrees, type TreeShape } from "#predict/learners/boosted-trees/tree-settings.ts";
import { columnMean, loadColumnMean } from "#predict/learners/column-mean.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { crossFitLinear } from "#predict/learners/linear/cross-fit-linear.ts";
import {
  loadLogisticRegression,
  loadTweedieRegression,
  logisticRegression,
  tweedieRegression,
} from "#predict/learners/linear/linear-model.ts";
import { lossOf } from "#predict/learners/losses.ts";
import { loadRandomForest } from "#predict/learners/random-forest/fitted-forest.ts";
import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { openFitted } from "#predict/models/model.ts";
import { type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";

/** A learner with what the evidence settled, ready to be fitted on all rows. */
export type Part = {
  readonly name: string;
  /** For each fold, the chances of its test rows. */
  readonly scores: readonly Float64Array[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly fitAll: (rows: TrainingRows) => FittedLearner;
};

export type Ground = {
  readonly rows: TrainingRows;
  readonly folds: readonly Fold[];
  readonly seed: number;
  readonly loss: "logistic" | "tweedie";
  /** Which shapes of trees are candidates. */
  readonly trees: readonly TreesName[];
  /** True where a random forest is one too. */
  readonly hasForest?: boolean;
};

/** The name of the target while learning: no column of a file can have it, since names there are trimmed. */
const TARGET = " target";
const WEIGHT = " weight";
export const roles = { target: TARGET, weight: WEIGHT } as const;

/** The mean of all rows, for each. */
export function baseRatePart({ rows, folds, loss }: Ground): Part {
  const roles = { target: TARGET, weight: WEIGHT, loss } as const;
  const rateOf = (learn: Int32Array) => learn.reduce((sum, row) => sum + (rows.y[row] ?? 0), 0) / learn.length;
  return {
    name: "base-rate",
    scores: folds.map(({ learn, test }) => new Float64Array(test.length).fill(rateOf(learn))),
    settings: {},
    fitAll: (all) => baseRate(roles).fit(labelled(all), { random: seededRandom(0) }),
  };
}

const MIXING = 0.5;
const PATH = { lambdas: 30, least: 1e-4 };

/** Logistic or Tweedie regression with an elastic net. */
export function linearPart({ rows, folds, seed, loss }: Ground): Part {
  const { lambda, scores } = crossFitLinear(rows, { loss: lossOf(loss), mixing: MIXING, path: PATH }, folds);
  const settings = { target: TARGET, weight: WEIGHT, mixing: MIXING, lambda };
  const regression = loss === "logistic" ? logisticRegression : tweedieRegression;
  return {
    name: loss === "logistic" ? "logistic" : "tweedie regression",
    scores,
    settings: { mixing: MIXING, lambda },
    fitAll: (all) => regression(settings).fit(labelled(all), { random: seededRandom(seed) }),
  };
}

/**
 * Shapes, fixed once by cross-validation inside training rows: few large effects, many small ones, and, where there is more chance
 * than order in what came, small steps on few rows and columns into large leaves.
 */
const treeShapes = {
  "boosted-trees of 8 leaves": { maxLeaves: 8, learningRate: 0.05, trees: 1_000, columnShare: 0.4, rowShare: 0.7 },
  "boosted-trees of 4 leaves": { maxLeaves: 4, learningRate: 0.05, trees: 1_500, columnShare: 0.4 },
  "boosted-trees in small steps": {
    maxLeaves: 4,
    learningRate: 0.03,
    trees: 1_500,
    columnShare: 0.2,
    rowShare: 0.3,
    minRows: 400,
    ridge: 50,
  },
} as const satisfies Readonly<Record<string, TreeShape>>;
type TreesName = keyof typeof treeShapes;

/** What rows with a clear order are learnt with, and rows of purchases, most of which is chance. */
export const plainTrees: readonly TreesName[] = ["boosted-trees of 8 leaves", "boosted-trees of 4 leaves"];
export const steadyTrees: readonly TreesName[] = [...plainTrees, "boosted-trees in small steps"];

/** A leaf may be a fortieth of the rows at most: few rows must still be split. */
const LEAST_LEAVES = 40;
const PATIENCE = 60;
const MOST_MORE_TREES = 1.25;

export function treesPart({ rows, folds, seed, loss }: Ground, name: TreesName): Part {
  const asked = { ...standardTrees, ...treeShapes[name] };
  const minRows = Math.max(1, Math.min(asked.minRows, Math.floor(rows.y.length / LEAST_LEAVES)));
  const shape = { ...asked, minRows, target: TARGET, weight: WEIGHT, loss } as const;
  const { trees, scores } = crossFitTrees(rows, shape, { folds, seed, patience: PATIENCE });
  // More rows bear more trees: the folds learnt from a part of them.
  const learnt = folds.reduce((sum, { learn }) => sum + learn.length, 0) / folds.length;
  const more = Math.min(rows.y.length / learnt, MOST_MORE_TREES);
  const settings = { ...shape, trees: Math.max(1, Math.round(trees * more)) };
  return {
    name,
    scores,
    settings: { maxLeaves: shape.maxLeaves, trees: settings.trees },
    fitAll: (all) => boostedTrees(settings).fit(labelled(all), { random: seededRandom(seed) }),
  };
}

/** A forecast that is a column already: what another model says of each row, as its score. */
export function columnPart({ rows, folds, loss }: Ground, column: string): Part {
  const learner = columnMean({ column, loss });
  return {
    name: column,
    scores: folds.map(({ test }) => learner.score(takeRows(rows.inputs, test))),
    settings: {},
    fitAll: () => learner,
  };
}

/** Rows with target and weight as columns, as learners take them. */
export function labelled({ inputs, y, weights }: TrainingRows): Matrix {
  return matrixOf([...inputs.columns, numberColumn(TARGET, y), numberColumn(WEIGHT, weights)]);
}

const loaders: Readonly<Record<string, (json: unknown) => FittedLearner>> = {
  "base-rate": loadBaseRate,
  "column-mean": loadColumnMean,
  "logistic-regression": loadLogisticRegression,
  "tweedie-regression": loadTweedieRegression,
  "boosted-trees": loadBoostedTrees,
  "random-forest": loadRandomForest,
};

/** Any of the learners above from its document. */
export function loadPart(json: unknown): FittedLearner {
  const name = (typeof json === "object" && json !== null ? (json as { name?: unknown }).name : undefined) ?? "";
  const load = typeof name === "string" && Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  return load === undefined ? loadBaseRate(openFitted(json, { name: "base-rate", version: 1 })) : load(json);
}
