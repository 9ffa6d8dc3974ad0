import type { Random } from "#kernel/random.ts";
import { boostedTrees } from "#predict/learners/boosted-trees/boosted-trees.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { linearRegression, logisticRegression } from "#predict/learners/linear/linear-model.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

/** What uplift learners are made of: chances of an answer, and differences of any size. */
export type Base = {
  readonly chances: (inputs: Matrix, y: Float64Array, random: Random) => FittedLearner;
  readonly differences: (inputs: Matrix, y: Float64Array, random: Random) => FittedLearner;
};

const TARGET = " target";

const labelled = (inputs: Matrix, y: Float64Array) => matrixOf([...inputs.columns, numberColumn(TARGET, y)]);

/** Weight of the ridge in rows: enough to keep coefficients in bounds, too little to flatten what differs between people. */
const RIDGE_ROWS = 10;
const ridge = (rows: number) => ({ target: TARGET, mixing: 0, lambda: RIDGE_ROWS / rows });

/** Logistic and linear regression with a little ridge. */
export const regressions: Base = {
  chances: (inputs, y, random) => logisticRegression(ridge(y.length)).fit(labelled(inputs, y), { random }),
  differences: (inputs, y, random) => linearRegression(ridge(y.length)).fit(labelled(inputs, y), { random }),
};

/** Few and small trees: what a contact moves is little beside what people differ in anyway. Fixed once, for all data. */
const SHAPE = { target: TARGET, trees: 80, maxLeaves: 4, learningRate: 0.06, minRows: 100 } as const;

export const trees: Base = {
  chances: (inputs, y, random) => boostedTrees({ ...SHAPE, loss: "logistic" }).fit(labelled(inputs, y), { random }),
  differences: (inputs, y, random) => boostedTrees({ ...SHAPE, loss: "squared" }).fit(labelled(inputs, y), { random }),
};
