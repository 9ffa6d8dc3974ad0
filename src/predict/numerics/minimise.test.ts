import { describe, expect, it } from "vitest";
import { bounded, freed, unbounded } from "./bounds.ts";
import { minimise, type Objective } from "./lbfgs.ts";
import { minimiseBySimplex } from "./nelder-mead.ts";

/** Rosenbrock's valley in any even number of dimensions; least at (1, …, 1). */
const valley: Objective = (point, gradient) => {
  gradient.fill(0);
  let sum = 0;
  for (let index = 0; index < point.length; index += 2) {
    const [x, y] = [point[index] ?? 0, point[index + 1] ?? 0];
    sum += 100 * (y - x * x) ** 2 + (1 - x) ** 2;
    gradient[index] = -400 * x * (y - x * x) - 2 * (1 - x);
    gradient[index + 1] = 200 * (y - x * x);
  }
  return sum;
};

describe("a search for the least value", () => {
  it("finds the end of Rosenbrock's valley by slopes, in 2 and in 40 dimensions", () => {
    for (const size of [2, 40]) {
      const start = Array.from({ length: size }, (_, index) => (index % 2 === 0 ? -1.2 : 1));
      const { point, hasConverged } = minimise(valley, start);
      expect(hasConverged).toBe(true);
      expect(Math.max(...point.map((part) => Math.abs(part - 1)))).toBeLessThan(1e-6);
    }
  });

  it("finds it without slopes too, and the point of a kink", () => {
    const unused = new Float64Array(2);
    const { point } = minimiseBySimplex((place) => valley(place, unused), [-1.2, 1]);
    expect([...point].map((part) => Math.abs(part - 1) < 1e-4)).toEqual([true, true]);
    const kink = minimiseBySimplex(([x = 0, y = 0]) => Math.abs(x - 2) + Math.abs(y + 1), [0, 0]);
    expect(kink.value).toBeLessThan(1e-6);
  });

  it("steps back from where the function is not defined", () => {
    const root: Objective = ([x = 0], gradient) => {
      gradient[0] = 1 - 1 / x;
      return x > 0 ? x - Math.log(x) : Number.NaN;
    };
    expect(minimise(root, [30]).point[0]).toBeCloseTo(1, 6);
  });

  it("stays inside its bounds, also where the least value lies on one", () => {
    const bounds = [{ least: 0 }, { least: -1, most: 0.5 }, {}, { most: 3 }];
    const bowl: Objective = (point, gradient) => {
      const aims = [4, 9, -2, 1];
      gradient.set(point.map((part, index) => 2 * (part - (aims[index] ?? 0))));
      return point.reduce((sum, part, index) => sum + (part - (aims[index] ?? 0)) ** 2, 0);
    };
    const start = [1, 0, 0, 0];
    expect([...bounded(unbounded(start, bounds), bounds)].map((part) => Math.round(part * 1e9) / 1e9)).toEqual(start);
    const { point } = minimise(freed(bowl, bounds), unbounded(start, bounds));
    const [first = 0, second = 0, third = 0, fourth = 0] = bounded(point, bounds);
    expect([first, third, fourth].map((part) => Math.round(part * 1e4) / 1e4)).toEqual([4, -2, 1]);
    expect(second).toBeLessThanOrEqual(0.5);
    expect(second).toBeGreaterThan(0.49);
  });
});
