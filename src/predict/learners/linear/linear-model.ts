import type { Random } from "#kernel/random.ts";
import { type LossName, lossOf } from "#predict/learners/losses.ts";
import { type Roles, type TrainingRows, trainingRows } from "#predict/learners/training-rows.ts";
import { type Model, RefusedRows } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { columnsFor } from "#predict/learners/columns-for.ts";
import { chooseLambda, lambdasOf } from "./choose-lambda.ts";
import { encodingsOf, termsOf, widthOf } from "./design.ts";
import { type Penalised, type Point, walkPath } from "./elastic-net.ts";
import { unstandardised } from "./unstandardised.ts";
import { addColumn, type FittedLinear, fittedLinear, openLinear } from "./fitted-linear.ts";

export type LinearSettings = Roles & {
  /** Share of the penalty that is the lasso's, 0 to 1; 0.5 unless told. */
  readonly mixing?: number;
  /** The penalty; chosen by cross-validation unless told. */
  readonly lambda?: number;
  readonly folds?: number;
  /** How many penalties are tried, and how small the last is beside the first. */
  readonly lambdas?: number;
  readonly least?: number;
  /** Takes the greatest penalty within one standard error of the best, instead of the best. */
  readonly oneError?: boolean;
};

/** Logistic regression with an elastic net: P(yes) of each row. The target is 0 or 1. */
export function logisticRegression(settings: LinearSettings): Model<FittedLinear> {
  return linearModel("logistic-regression", "logistic", { ...settings, power: 1.5 });
}

/** Poisson regression with an elastic net: expected count of each row. */
export function poissonRegression(settings: LinearSettings): Model<FittedLinear> {
  return linearModel("poisson-regression", "poisson", { ...settings, power: 1.5 });
}

/** Tweedie regression with an elastic net: expected amount of each row, where many are 0. */
export function tweedieRegression(settings: LinearSettings & { readonly power?: number }): Model<FittedLinear> {
  return linearModel("tweedie-regression", "tweedie", { power: 1.5, ...settings });
}

/** Least squares with an elastic net: expected value of each row, which may be any number. */
export function linearRegression(settings: LinearSettings): Model<FittedLinear> {
  return linearModel("linear-regression", "squared", { ...settings, power: 1.5 });
}

export function loadLinearRegression(json: unknown): FittedLinear {
  return openLinear(json, "linear-regression");
}

export function loadLogisticRegression(json: unknown): FittedLinear {
  return openLinear(json, "logistic-regression");
}

export function loadPoissonRegression(json: unknown): FittedLinear {
  return openLinear(json, "poisson-regression");
}

export function loadTweedieRegression(json: unknown): FittedLinear {
  return openLinear(json, "tweedie-regression");
}

/** For one penalty that was asked for; a path of them is found with less effort. */
const EXACT = 1e-9;

type Settings = LinearSettings & { readonly power: number };

function linearModel(name: string, lossName: LossName, settings: Settings): Model<FittedLinear> {
  const { mixing = 0.5 } = settings;
  if (!(mixing >= 0 && mixing <= 1)) throw new RangeError("mixing lies between 0 and 1.");
  const loss = lossOf(lossName, settings.power);
  return {
    name,
    fit: (matrix: Matrix, { random }) => {
      const rows = trainingRows(name, matrix, { roles: settings, loss });
      if (rows.inputs.columns.length === 0) throw new RefusedRows(name, "there is no column to learn from");
      if (!rows.weights.some((weight) => weight > 0)) throw new RefusedRows(name, "all weights are 0");
      const encodings = encodingsOf(rows.inputs);
      const terms = termsOf(encodings, rows.inputs, rows.weights);
      const { y, weights } = rows;
      const point = solve({ terms, y, weights, loss, mixing }, settings, random);
      const raw = unstandardised(terms, point);
      return fittedLinear(name, {
        loss: lossName,
        power: settings.power,
        lambda: point.lambda,
        mixing,
        intercept: raw.intercept,
        encodings,
        coefficients: raw.coefficients,
        averages: averagesOf(rows, encodings, raw.coefficients),
      });
    },
  };
}

function solve(rows: Penalised, settings: Settings, random: Random): Point {
  const { lambda, folds = 5, lambdas = 30, least = 1e-4, oneError = false } = settings;
  if (lambda !== undefined) return walkPath(rows, EXACT).to(lambda);
  const path = lambdasOf(rows, { lambdas, least });
  const chosen = rows.y.length < 2 * folds ? 0 : chooseLambda(rows, path, { random, folds, oneError });
  const walk = walkPath(rows);
  const points = path.slice(0, chosen + 1).map((each) => walk.to(each));
  return points.at(-1) ?? walk.to(path[0] ?? 0);
}

function averagesOf(
  { inputs, weights }: TrainingRows,
  encodings: ReturnType<typeof encodingsOf>,
  coefficients: readonly number[],
): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const columns = columnsFor("linear", inputs, encodings);
  let from = 0;
  return encodings.map((encoding, index) => {
    const own = new Float64Array(inputs.rows);
    const column = columns[index];
    const part = coefficients.slice(from, from + widthOf(encoding));
    if (column !== undefined) addColumn(own, column, { encoding, coefficients: part });
    from += widthOf(encoding);
    return own.reduce((sum, value, row) => sum + value * (weights[row] ?? 0), 0) / total;
  });
}
