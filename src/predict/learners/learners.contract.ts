import { modelContract } from "#predict/models/model.contract.ts";
import { type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import { baseRate, loadBaseRate } from "./base-rate.ts";
import { boostedTrees } from "./boosted-trees/boosted-trees.ts";
import { loadBoostedTrees } from "./boosted-trees/fitted-trees.ts";
import { amountWorld, countWorld, extremes, truth, yesOrNoWorld } from "./learner-worlds.fixture.ts";
import type { FittedLearner } from "./learner.ts";
import {
  loadLogisticRegression,
  loadPoissonRegression,
  loadTweedieRegression,
  logisticRegression,
  poissonRegression,
  tweedieRegression,
} from "./linear/linear-model.ts";
import { loadRandomForest } from "./random-forest/fitted-forest.ts";
import { randomForest } from "./random-forest/random-forest.ts";

const scores = (fitted: FittedLearner, rows: Matrix) => ({ score: fitted.score(rows) });
const withY = (rows: Matrix, y: readonly number[]) =>
  matrixOf([...takeRows(rows, [...y.keys()]).columns.filter(({ name }) => name !== "y"), numberColumn("y", y)]);
const refused = (rows: Matrix, wrong: number) => [
  { what: "a target that is missing", rows: withY(rows, [0, 1, Number.NaN, 1]), says: /column y: row 2: is missing/ },
  { what: "a target beyond its kind", rows: withY(rows, [0, 1, 1, wrong]), says: /column y: row 3: .*target/ },
  {
    what: "an input that is infinite",
    rows: matrixOf([numberColumn("x", [0, Infinity, 2]), numberColumn("y", [0, 1, 0])]),
    says: /column x: row 1: is infinite/,
  },
];
const average: Matrix = matrixOf([
  numberColumn("recency", [0]),
  takeRows(extremes, [3]).columns[1] ?? numberColumn("interest", [0]),
  numberColumn("noise", [0]),
]);
const scoreOfAverage = (fitted: FittedLearner) => fitted.score(average)[0] ?? 0;

/** What every learner promises, on every runtime. */
export function learnersContract(runtime: string): void {
  const settings = { target: "y", lambda: 1e-4 };
  modelContract(runtime, () => ({
    model: logisticRegression({ target: "y", lambdas: 8 }),
    load: loadLogisticRegression,
    rows: yesOrNoWorld(400),
    scores,
    probabilities: ["score"],
    extremes,
    refused: refused(yesOrNoWorld(4), 2),
    recovery: {
      rows: () => yesOrNoWorld(40_000),
      wanted: [
        {
          what: "the slope",
          found: ({ coefficients }) => coefficients["recency"] ?? 0,
          truth: truth.slope,
          within: 0.05,
        },
        {
          what: "the difference of two words",
          found: ({ coefficients }) =>
            (coefficients["interest: garden"] ?? 0) - (coefficients["interest: kitchen"] ?? 0),
          truth: truth.garden,
          within: 0.05,
        },
        {
          what: "what missing means",
          found: ({ coefficients }) => coefficients["recency: missing"] ?? 0,
          truth: truth.missing,
          within: 0.1,
        },
      ],
    },
  }));
  modelContract(runtime, () => ({
    model: poissonRegression(settings),
    load: loadPoissonRegression,
    rows: countWorld(400),
    scores,
    probabilities: [],
    extremes,
    refused: refused(countWorld(4), -1),
    recovery: {
      rows: () => countWorld(40_000),
      wanted: [
        {
          what: "the slope",
          found: ({ coefficients }) => coefficients["recency"] ?? 0,
          truth: truth.slope,
          within: 0.05,
        },
      ],
    },
  }));
  modelContract(runtime, () => ({
    model: tweedieRegression({ ...settings, power: 1.3 }),
    load: loadTweedieRegression,
    rows: amountWorld(400),
    scores,
    probabilities: [],
    extremes,
    refused: refused(amountWorld(4), -1),
    recovery: {
      rows: () => amountWorld(40_000),
      wanted: [
        {
          what: "the slope",
          found: ({ coefficients }) => coefficients["recency"] ?? 0,
          truth: truth.slope,
          within: 0.05,
        },
      ],
    },
  }));
  modelContract(runtime, () => ({
    model: boostedTrees({
      target: "y",
      loss: "logistic",
      trees: 60,
      early: { share: 0.2, patience: 10 },
      rowShare: 0.8,
    }),
    load: loadBoostedTrees,
    rows: yesOrNoWorld(600),
    scores,
    probabilities: ["score"],
    extremes,
    refused: refused(yesOrNoWorld(4), 2),
    recovery: {
      rows: () => yesOrNoWorld(40_000),
      wanted: [
        {
          what: "the chance of an average row",
          found: scoreOfAverage,
          truth: 1 / (1 + Math.exp(-truth.intercept)),
          within: 0.1,
        },
      ],
    },
  }));
  modelContract(runtime, () => ({
    model: randomForest({ target: "y", trees: 60, minRows: 200 }),
    load: loadRandomForest,
    rows: yesOrNoWorld(1_200),
    scores,
    probabilities: ["score"],
    extremes,
    refused: refused(yesOrNoWorld(4), 2),
    recovery: {
      rows: () => yesOrNoWorld(20_000),
      wanted: [
        {
          what: "the chance of an average row",
          found: scoreOfAverage,
          truth: 1 / (1 + Math.exp(-truth.intercept)),
          within: 0.1,
        },
      ],
    },
  }));
  modelContract(runtime, () => ({
    model: baseRate({ target: "y", loss: "poisson" }),
    load: loadBaseRate,
    rows: countWorld(300),
    scores,
    probabilities: [],
    extremes,
    refused: refused(countWorld(4), -1),
    recovery: {
      rows: () =>
        withY(
          countWorld(1_000),
          Array.from({ length: 1_000 }, (_, row) => row % 4),
        ),
      wanted: [{ what: "the mean", found: scoreOfAverage, truth: 1.5, within: 1e-9 }],
    },
  }));
}
