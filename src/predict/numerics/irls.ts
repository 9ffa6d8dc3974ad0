import { choleskyFactor, choleskySolve } from "./cholesky.ts";
import { exp } from "./exponential.ts";
import { leastSquares } from "./householder.ts";
import { log, log1p } from "./logarithm.ts";
import { logistic } from "./log-sum-exp.ts";

/** A distribution with its link, as functions of the linear predictor η. */
export type Family = {
  readonly mean: (eta: number) => number;
  /** dμ/dη. */
  readonly slope: (eta: number) => number;
  /** Variance of y, up to dispersion, at the mean. */
  readonly variance: (mean: number) => number;
  /** −2 × log-likelihood of one y, up to a constant. */
  readonly deviance: (y: number, eta: number) => number;
};

/** Yes or no, logit link. */
export const binomial: Family = {
  mean: logistic,
  slope: (eta) => {
    const share = logistic(eta);
    return share * (1 - share);
  },
  variance: (mean) => mean * (1 - mean),
  deviance: (y, eta) => 2 * ((eta > 0 ? eta : 0) + log1p(exp(-Math.abs(eta))) - y * eta),
};

/** Counts, log link. */
export const poisson: Family = {
  mean: exp,
  slope: exp,
  variance: (mean) => mean,
  deviance: (y, eta) => 2 * (exp(eta) - y * eta - (y > 0 ? y - y * log(y) : 0)),
};

export type Regression = {
  /** One a coefficient, rows long; a constant column where an intercept is wanted. */
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly family: Family;
  /** Prior weights of the rows; 1 unless given. */
  readonly weights?: Float64Array;
  /** Added to the linear predictor of each row. */
  readonly offset?: Float64Array;
  /** Ridge penalties λ of the coefficients, for Σ deviance / 2 + Σ λ β² / 2; 0 unless given. */
  readonly ridge?: ArrayLike<number>;
  readonly maxIterations?: number;
};

export type Regressed = {
  readonly coefficients: Float64Array;
  /** Without the penalty. */
  readonly deviance: number;
  readonly iterations: number;
  readonly hasConverged: boolean;
};

/**
 * A generalised linear model by iteratively re-weighted least squares (McCullagh and Nelder 1989, §2.5): Fisher's scoring by
 * Cholesky, by QR where columns nearly depend on each other, with steps halved until the penalised deviance falls.
 */
export function irls(asked: Regression): Regressed {
  const { columns, maxIterations = 50 } = asked;
  let coefficients: Float64Array = new Float64Array(columns.length);
  let eta = predictor(asked, coefficients);
  let loss = penalised(asked, coefficients, eta);
  let hasConverged = false;
  let iterations = 0;
  while (iterations < maxIterations && !hasConverged) {
    const wanted = scoringStep(asked, coefficients, eta);
    let step = 1;
    let next = wanted;
    let nextEta = predictor(asked, next);
    let nextLoss = penalised(asked, next, nextEta);
    while (!(nextLoss <= loss * (1 + 1e-12) + 1e-12) && step > 1e-6) {
      step /= 2;
      next = coefficients.map((part, index) => part + step * ((wanted[index] ?? 0) - part));
      nextEta = predictor(asked, next);
      nextLoss = penalised(asked, next, nextEta);
    }
    if (!(nextLoss <= loss * (1 + 1e-12) + 1e-12)) break;
    hasConverged = loss - nextLoss <= 1e-11 * (Math.abs(loss) + 0.1);
    [coefficients, eta, loss] = [next, nextEta, nextLoss];
    iterations += 1;
  }
  return { coefficients, deviance: devianceOf(asked, eta), iterations, hasConverged };
}

function predictor({ columns, y, offset }: Regression, coefficients: Float64Array): Float64Array {
  const eta = offset === undefined ? new Float64Array(y.length) : Float64Array.from(offset);
  columns.forEach((column, index) => {
    const coefficient = coefficients[index] ?? 0;
    if (coefficient === 0) return;
    for (let row = 0; row < eta.length; row += 1) eta[row] = (eta[row] ?? 0) + coefficient * (column[row] ?? 0);
  });
  return eta;
}

function devianceOf({ y, family, weights }: Regression, eta: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < eta.length; row += 1) {
    sum += (weights?.[row] ?? 1) * family.deviance(y[row] ?? 0, eta[row] ?? 0);
  }
  return sum;
}

function penalised(asked: Regression, coefficients: Float64Array, eta: Float64Array): number {
  const penalty = coefficients.reduce((sum, part, index) => sum + (asked.ridge?.[index] ?? 0) * part * part, 0);
  return devianceOf(asked, eta) + penalty;
}

/** Coefficients of the weighted least squares problem at η. */
function scoringStep(asked: Regression, coefficients: Float64Array, eta: Float64Array): Float64Array {
  const { columns, y, family, weights, ridge } = asked;
  const working = new Float64Array(eta.length);
  const residual = new Float64Array(eta.length);
  for (let row = 0; row < eta.length; row += 1) {
    const at = eta[row] ?? 0;
    const mean = family.mean(at);
    const slope = family.slope(at);
    const variance = family.variance(mean);
    if (!(variance > 0)) continue;
    working[row] = ((weights?.[row] ?? 1) * slope * slope) / variance;
    residual[row] = slope > 0 ? ((y[row] ?? 0) - mean) / slope : 0;
  }
  const size = columns.length;
  const { normal, right } = normalEquations(columns, working, residual);
  for (let index = 0; index < size; index += 1) {
    const penalty = ridge?.[index] ?? 0;
    normal[index * size + index] = (normal[index * size + index] ?? 0) + penalty;
    right[index] = (right[index] ?? 0) - penalty * (coefficients[index] ?? 0);
  }
  const factor = choleskyFactor(normal, size);
  const step = factor === undefined ? leastSquares(columns, residual, working) : choleskySolve(factor, right);
  return coefficients.map((part, index) => part + (step[index] ?? 0));
}

/** Lower half of Xᵀ W X, and Xᵀ W z. */
function normalEquations(columns: readonly Float64Array[], weights: Float64Array, z: Float64Array) {
  const size = columns.length;
  const normal = new Float64Array(size * size);
  const right = new Float64Array(size);
  const weighted = new Float64Array(weights.length);
  columns.forEach((column, index) => {
    let product = 0;
    for (let row = 0; row < weighted.length; row += 1) {
      const value = (column[row] ?? 0) * (weights[row] ?? 0);
      weighted[row] = value;
      product += value * (z[row] ?? 0);
    }
    right[index] = product;
    for (let other = 0; other <= index; other += 1) normal[index * size + other] = dot(weighted, columns[other]);
  });
  return { normal, right };
}

function dot(a: Float64Array, b: Float64Array | undefined): number {
  let sum = 0;
  for (let row = 0; row < a.length; row += 1) sum += (a[row] ?? 0) * (b?.[row] ?? 0);
  return sum;
}
