import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isotonic, isotonicAt } from "./isotonic.ts";
import { categoryColumn, matrixOf, numberColumn, numbersOf, takeRows } from "./matrix.ts";
import { quantiles } from "./quantile.ts";

describe("quantiles", () => {
  it("lie between order statistics, leave missing values out, and touch nothing", () => {
    const values = [3, Number.NaN, 1, 2, 10];
    expect(quantiles(values, [0, 0.5, 0.75, 1])).toEqual([1, 2.5, 4.75, 10]);
    expect(values).toEqual([3, Number.NaN, 1, 2, 10]);
    expect(quantiles([], [0.5])).toEqual([Number.NaN]);
    expect(quantiles([Infinity, Infinity], [0.5])).toEqual([Infinity]);
  });
});

describe("the isotonic function", () => {
  it("pools what falls, by weight", () => {
    const { x, y } = isotonic(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 3, 0, 5), Float64Array.of(1, 1, 2, 1));
    expect([[...x], [...y]]).toEqual([
      [1, 3, 4],
      [1, 1, 5],
    ]);
  });

  it("rises, keeps the weighted mean, and does not depend on the order of rows", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 1 })), { minLength: 1 });
    fc.assert(
      fc.property(rows, (pairs) => {
        const of = (each: typeof pairs) =>
          isotonic(
            Float64Array.from(each, ([x]) => x),
            Float64Array.from(each, ([, y]) => y),
          );
        const found = of(pairs);
        expect(of(pairs.toReversed())).toEqual(found);
        const values = pairs.map(([x]) => isotonicAt(found, x));
        expect(found.y.every((value, index) => index === 0 || value >= (found.y[index - 1] ?? 0))).toBe(true);
        const sum = (numbers: readonly number[]) => numbers.reduce((total, value) => total + value, 0);
        expect(sum(values)).toBeCloseTo(sum(pairs.map(([, y]) => y)), 9);
      }),
    );
  });

  it("is straight between its knots and level beyond", () => {
    const found = isotonic(Float64Array.of(0, 10), Float64Array.of(1, 2));
    expect([-5, 0, 5, 10, 99].map((at) => isotonicAt(found, at))).toEqual([1, 1, 1.5, 2, 2]);
  });
});

describe("a matrix", () => {
  const matrix = matrixOf([numberColumn("age", [1, Number.NaN, 3]), categoryColumn("city", ["b", undefined, "a"])]);

  it("gives rows in any order, with what is missing", () => {
    const { columns, rows } = takeRows(matrix, [2, 1, 2]);
    expect(rows).toBe(3);
    expect(columns).toEqual([
      numberColumn("age", [3, Number.NaN, 3]),
      { name: "city", kind: "category", codes: Int32Array.of(0, -1, 0), levels: ["a", "b"] },
    ]);
    expect([numbersOf(matrix, "city"), numbersOf(matrix, "none")]).toEqual([undefined, undefined]);
  });

  it("refuses columns that differ in length or share a name", () => {
    expect(() => matrixOf([numberColumn("a", [1]), numberColumn("b", [1, 2])])).toThrow(/b has not 1 rows/);
    expect(() => matrixOf([numberColumn("a", [1]), numberColumn("a", [2])])).toThrow(/two columns a/);
  });
});
