import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { choleskyFactor, choleskySolve } from "./cholesky.ts";
import { drawNormal, drawPoisson } from "./draws.ts";
import { leastSquares } from "./householder.ts";
import { binomial, irls, poisson } from "./irls.ts";
import { logistic } from "./log-sum-exp.ts";

const random = seededRandom(4);
const size = 4_000;
const one = new Float64Array(size).fill(1);
const x = Float64Array.from({ length: size }, () => drawNormal(random));
const z = Float64Array.from({ length: size }, () => drawNormal(random));
const truth = [-0.5, 0.8, -0.3];
const eta = x.map((value, row) => -0.5 + 0.8 * value - 0.3 * (z[row] ?? 0));

describe("a linear system", () => {
  it("is solved by Cholesky's factor; one whose columns depend on each other is not", () => {
    const matrix = Float64Array.of(4, 2, 0.6, 2, 5, 1, 0.6, 1, 3);
    const factor = choleskyFactor(matrix, 3);
    const solution = choleskySolve(factor ?? matrix, Float64Array.of(1, 2, 3));
    const back = [0, 1, 2].map((row) =>
      solution.reduce((sum, part, index) => sum + part * (matrix[row * 3 + index] ?? 0), 0),
    );
    expect(back.map((part) => Math.round(part * 1e12) / 1e12)).toEqual([1, 2, 3]);
    expect(choleskyFactor(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
  });
});

describe("least squares by reflections", () => {
  const y = x.map((value, row) => 2 + 3 * value - (z[row] ?? 0));

  it("find the line, with weights too, and give nothing to a column that others make up", () => {
    const twice = x.map((value) => 2 * value + 1);
    const weights = x.map((value) => Math.abs(value));
    for (const found of [leastSquares([one, x, twice, z], y), leastSquares([one, x, twice, z], y, weights)]) {
      expect([...found].map((part) => Math.round(part * 1e9) / 1e9)).toEqual([2, 3, 0, -1]);
    }
  });

  it("keep digits where the normal equations have none left", () => {
    const close = x.map((value, row) => value + 1e-9 * (z[row] ?? 0));
    const target = x.map((value, row) => value + (close[row] ?? 0));
    const [first = 0, second = 0] = leastSquares([x, close], target);
    expect([first, second].map((part) => Math.abs(part - 1) < 1e-5)).toEqual([true, true]);
  });
});

describe("a generalised linear model", () => {
  it("finds the coefficients of yes and no, and its score equations are zero there", () => {
    const y = eta.map((value) => (random.next() < logistic(value) ? 1 : 0));
    const { coefficients, hasConverged } = irls({ columns: [one, x, z], y, family: binomial });
    expect(hasConverged).toBe(true);
    for (const [index, column] of [one, x, z].entries()) {
      const score = column.reduce((sum, value, row) => {
        const at = [one, x, z].reduce((total, each, of) => total + (each[row] ?? 0) * (coefficients[of] ?? 0), 0);
        return sum + value * ((y[row] ?? 0) - logistic(at));
      }, 0);
      expect(Math.abs(score)).toBeLessThan(1e-5);
      expect(Math.abs((coefficients[index] ?? 0) - (truth[index] ?? 0))).toBeLessThan(0.15);
    }
  });

  it("finds the coefficients of counts, with an exposure as offset", () => {
    const offset = x.map((_, row) => (row % 2 === 0 ? 0 : Math.LN2));
    const y = eta.map((value, row) => drawPoisson(random, Math.exp(value + (offset[row] ?? 0))));
    const { coefficients } = irls({ columns: [one, x, z], y, family: poisson, offset });
    expect([...coefficients].map((part, index) => Math.abs(part - (truth[index] ?? 0)) < 0.1)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("with a ridge stays finite where classes are parted, and weights count rows", () => {
    const y = x.map((value) => (value > 0 ? 1 : 0));
    const parted = irls({ columns: [one, x], y, family: binomial, ridge: [0, 1] });
    expect(parted.hasConverged).toBe(true);
    expect(Math.abs(parted.coefficients[1] ?? Infinity)).toBeLessThan(100);
    const half = irls({ columns: [one, x], y, family: binomial, ridge: [0, 1], weights: one.map(() => 2) });
    const twice = irls({ columns: [one, x], y, family: binomial, ridge: [0, 0.5] });
    expect(half.coefficients[1]).toBeCloseTo(twice.coefficients[1] ?? 0, 6);
  });
});
