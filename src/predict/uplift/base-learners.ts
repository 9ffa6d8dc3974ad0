import type { Random } from "#kernel/random.ts";
import { boostedTrees } from "#predict/learners/boosted-trees/boosted-trees.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { linearRegression, logisticRegression } from "#predict/learners/linear/linear-model.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

/** What uplift learners are made of: the mean of what comes, a chance or an amount, and differences of any size. */
export type Base = {
  /** True where a contact must be crossed with all columns to work differently on people. */
  readonly isAdditive: boolean;
  readonly means: (inputs: Matrix, y: Float64Array, random: Random) => FittedLearner;
  readonly differences: (inputs: Matrix, y: Float64Array, random: Random) => FittedLearner;
};

const TARGET = " target";

const labelled = (inputs: Matrix, y: Float64Array) => matrixOf([...inputs.columns, numberColumn(TARGET, y)]);

/** Weight of the ridge in rows: enough to keep coefficients in bounds, too little to flatten what differs between people. */
const RIDGE_ROWS = 10;
const ridge = (rows: number) => ({ target: TARGET, mixing: 0, lambda: RIDGE_ROWS / rows });

/** Linear regression with a little ridge; logistic where a chance is learnt. */
const lines = (inputs: Matrix, y: Float64Array, random: Random) =>
  linearRegression(ridge(y.length)).fit(labelled(inputs, y), { random });
const odds = (inputs: Matrix, y: Float64Array, random: Random) =>
  logisticRegression(ridge(y.length)).fit(labelled(inputs, y), { random });

/** Few and small trees: what a contact moves is little beside what people differ in anyway. Fixed once, for all data. */
const SHAPE = { target: TARGET, trees: 80, maxLeaves: 4, learningRate: 0.06, minRows: 100 } as const;

const treesBy = (loss: "logistic" | "tweedie" | "squared") => (inputs: Matrix, y: Float64Array, random: Random) =>
  boostedTrees({ ...SHAPE, loss }).fit(labelled(inputs, y), { random });

/** What comes is an answer or none, or an amount of 0 or more. */
export type Measure = "answer" | "amount";

export const bases = {
  answer: {
    regression: { isAdditive: true, means: odds, differences: lines },
    trees: { isAdditive: false, means: treesBy("logistic"), differences: treesBy("squared") },
  },
  amount: {
    regression: { isAdditive: true, means: lines, differences: lines },
    trees: { isAdditive: false, means: treesBy("tweedie"), differences: treesBy("squared") },
  },
} as const satisfies Readonly<Record<Measure, Readonly<Record<string, Base>>>>;
