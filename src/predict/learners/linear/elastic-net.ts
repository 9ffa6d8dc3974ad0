import type { Loss } from "#predict/learners/losses.ts";
import type { Term } from "./design.ts";

/** Rows ready for the solver. */
export type Penalised = {
  readonly terms: readonly Term[];
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly loss: Loss;
  /** Share of the penalty that is the lasso's: 0 is ridge, 1 lasso. */
  readonly mixing: number;
};

/** A point of the path; coefficients are those of standardised terms. */
export type Point = { readonly lambda: number; readonly intercept: number; readonly coefficients: Float64Array };

const MOST_STEPS = 60;
const MOST_SWEEPS = 200;
/** A curvature matrix is summed up again when this many steps with an old one were not enough. */
const STALE_STEPS = 4;

/** Finds the point of a penalty from where the last one left it. */
export type PathWalk = { readonly to: (lambda: number) => Point };

/**
 * Minimises mean loss + λ (mixing Σ|β| + (1 − mixing)/2 Σβ²) for falling λ, each from the point before: by proximal Newton steps
 * whose quadratic problems coordinate descent solves on the curvature matrix (Friedman, Hastie and Tibshirani 2010; Lee, Sun
 * and Saunders 2014). A step may use the matrix of an earlier point: the gradient is always its own. A coefficient that moves
 * less than `tolerance` stands still.
 */
export function walkPath(rows: Penalised, tolerance = 1e-4): PathWalk {
  const state = new PathState(rows, tolerance);
  return {
    to: (lambda) => {
      state.solve(lambda);
      return { lambda, intercept: state.intercept, coefficients: Float64Array.from(state.coefficients) };
    },
  };
}

/** The least λ that leaves every coefficient 0, for a lasso share of at least 0.001. */
export function greatestLambda(rows: Penalised): number {
  return new PathState(rows, 1).steepest() / Math.max(rows.mixing, 1e-3);
}

class PathState {
  readonly #rows: Penalised;
  readonly #total: number;
  readonly #scores: Float64Array;
  readonly #slopes: { readonly gradient: Float64Array; readonly curvature: Float64Array };
  readonly coefficients: Float64Array;
  intercept: number;
  #matrix: Float64Array | undefined;

  /** A standardised coefficient that moves less than this stands still. */
  readonly #tolerance: number;

  constructor(rows: Penalised, tolerance: number) {
    this.#rows = rows;
    this.#tolerance = tolerance;
    this.#total = rows.weights.reduce((sum, weight) => sum + weight, 0);
    this.coefficients = new Float64Array(rows.terms.length);
    this.intercept = startOf(rows, this.#total);
    this.#scores = new Float64Array(rows.y.length).fill(this.intercept);
    this.#slopes = { gradient: new Float64Array(rows.y.length), curvature: new Float64Array(rows.y.length) };
  }

  steepest(): number {
    return this.#gradient()
      .slice(1)
      .reduce((most, part) => Math.max(most, Math.abs(part)), 0);
  }

  solve(lambda: number): void {
    let objective = this.#objective(lambda);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const gradient = this.#gradient();
      if (this.#matrix === undefined || (step > 0 && step % STALE_STEPS === 0)) this.#matrix = this.#curvatures();
      const move = this.#descend(gradient, this.#matrix, lambda);
      const next = this.#walk(move, objective, lambda);
      if (next === undefined) {
        // An old matrix may point too far: a fresh one once, then this is the minimum.
        if (step % STALE_STEPS === 0) return;
        this.#matrix = undefined;
        continue;
      }
      const gained = objective - next;
      objective = next;
      const size = move.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
      if (size < this.#tolerance || gained <= 10 * this.#tolerance ** 2 * Math.abs(next)) return;
    }
  }

  /** Mean gradient by intercept and coefficients. */
  #gradient(): Float64Array {
    const { terms, y, weights, loss } = this.#rows;
    const { gradient, curvature } = this.#slopes;
    loss.slopes({ y, scores: this.#scores, gradient, curvature });
    let sum = 0;
    for (let row = 0; row < gradient.length; row += 1) {
      const weight = (weights[row] ?? 0) / this.#total;
      gradient[row] = (gradient[row] ?? 0) * weight;
      curvature[row] = (curvature[row] ?? 0) * weight;
      sum += gradient[row] ?? 0;
    }
    return Float64Array.of(sum, ...terms.map(({ values, scale }) => (scale === 0 ? 0 : dot(values, gradient))));
  }

  /** Mean curvature by intercept and coefficients, whole and symmetric. */
  #curvatures(): Float64Array {
    const columns = [undefined, ...this.#rows.terms.map(({ values, scale }) => (scale === 0 ? null : values))];
    const { curvature } = this.#slopes;
    const size = columns.length;
    const matrix = new Float64Array(size * size);
    const weighted = new Float64Array(curvature.length);
    columns.forEach((column, index) => {
      if (column === null) return;
      for (let row = 0; row < weighted.length; row += 1) weighted[row] = (column?.[row] ?? 1) * (curvature[row] ?? 0);
      for (let other = 0; other <= index; other += 1) {
        const against = columns[other];
        if (against === null) continue;
        const product = against === undefined ? total(weighted) : dot(weighted, against);
        matrix[index * size + other] = product;
        matrix[other * size + index] = product;
      }
    });
    return matrix;
  }

  /** Step to the minimum of the penalised quadratic model around this point, by coordinate descent. */
  #descend(gradient: Float64Array, matrix: Float64Array, lambda: number): Float64Array {
    const size = gradient.length;
    const [lasso, ridge] = [lambda * this.#rows.mixing, lambda * (1 - this.#rows.mixing)];
    const move = new Float64Array(size);
    const slope = Float64Array.from(gradient);
    const sweep = (isIn: (index: number) => boolean): number => {
      let most = 0;
      for (let index = 0; index < size; index += 1) {
        const curvature = matrix[index * size + index] ?? 0;
        if (!(curvature > 1e-14) || !isIn(index)) continue;
        const here = index === 0 ? this.intercept : (this.coefficients[index - 1] ?? 0);
        const at = here + (move[index] ?? 0);
        const wanted = curvature * at - (slope[index] ?? 0);
        const next = index === 0 ? wanted / curvature : shrunk(wanted, lasso) / (curvature + ridge);
        const change = next - at;
        if (change === 0) continue;
        move[index] = next - here;
        const part = matrix.subarray(index * size, (index + 1) * size);
        for (let other = 0; other < size; other += 1) slope[other] = (slope[other] ?? 0) + change * (part[other] ?? 0);
        most = Math.max(most, Math.abs(change));
      }
      return most;
    };
    const isActive = (index: number) => index === 0 || (this.coefficients[index - 1] ?? 0) + (move[index] ?? 0) !== 0;
    // All terms, then those that are not 0 until they stand still, then all again: few terms are ever looked at twice.
    for (let round = 0; round < MOST_SWEEPS && sweep(() => true) > 0.1 * this.#tolerance; round += 1) {
      for (let again = 0; again < MOST_SWEEPS && sweep(isActive) > 0.1 * this.#tolerance; again += 1);
    }
    return move;
  }

  /** Goes along the step, shorter until the objective falls; gives it, or undefined where no step lowers it. */
  #walk(move: Float64Array, before: number, lambda: number): number | undefined {
    const along = this.#along(move);
    const [intercept, coefficients, scores] = [
      this.intercept,
      Float64Array.from(this.coefficients),
      Float64Array.from(this.#scores),
    ];
    for (let length = 1; length > 1e-4; length /= 2) {
      this.intercept = intercept + length * (move[0] ?? 0);
      for (let index = 0; index < coefficients.length; index += 1) {
        this.coefficients[index] = (coefficients[index] ?? 0) + length * (move[index + 1] ?? 0);
      }
      for (let row = 0; row < scores.length; row += 1)
        this.#scores[row] = (scores[row] ?? 0) + length * (along[row] ?? 0);
      const after = this.#objective(lambda);
      if (after <= before + 1e-12 * Math.abs(before)) return after;
    }
    this.intercept = intercept;
    this.coefficients.set(coefficients);
    this.#scores.set(scores);
    return undefined;
  }

  #along(move: Float64Array): Float64Array {
    const along = new Float64Array(this.#scores.length).fill(move[0] ?? 0);
    this.#rows.terms.forEach(({ values }, index) => {
      const times = move[index + 1] ?? 0;
      if (times === 0) return;
      for (let row = 0; row < along.length; row += 1) along[row] = (along[row] ?? 0) + times * (values[row] ?? 0);
    });
    return along;
  }

  #objective(lambda: number): number {
    const { y, weights, loss, mixing } = this.#rows;
    let sum = 0;
    for (let row = 0; row < y.length; row += 1) {
      sum += (weights[row] ?? 0) * loss.value(y[row] ?? 0, this.#scores[row] ?? 0);
    }
    let penalty = 0;
    for (const part of this.coefficients) penalty += mixing * Math.abs(part) + 0.5 * (1 - mixing) * part * part;
    return sum / this.#total + lambda * penalty;
  }
}

function startOf({ y, weights, loss }: Penalised, weight: number): number {
  let sum = 0;
  for (let row = 0; row < y.length; row += 1) sum += (weights[row] ?? 0) * (y[row] ?? 0);
  const least = loss.name === "squared" ? Number.NEGATIVE_INFINITY : 0.5 / (weight + 1);
  const most = loss.name === "logistic" ? 1 - least : Number.POSITIVE_INFINITY;
  return loss.link(Math.min(Math.max(sum / weight, least), most));
}

/** Soft threshold. */
function shrunk(value: number, by: number): number {
  return value > by ? value - by : value < -by ? value + by : 0;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row += 1) sum += (a[row] ?? 0) * (b[row] ?? 0);
  return sum;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
