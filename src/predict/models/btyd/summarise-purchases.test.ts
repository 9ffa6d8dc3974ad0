import { describe, expect, it } from "vitest";
import { numbersOf } from "#predict/numerics/matrix.ts";
import { summarisePurchases } from "./summarise-purchases.ts";

const till = [
  { customer: "ben", at: 3, amount: 5 },
  { customer: "ada", at: 10, amount: 10 },
  { customer: "ada", at: 24, amount: 20 },
  { customer: "ada", at: 24, amount: 2 },
  { customer: "ada", at: 31, amount: 8 },
  { customer: "ada", at: 52, amount: 9 },
  { customer: "cleo", at: 60, amount: 1 },
];

describe("transactions", () => {
  const { customers, rows, future, refused } = summarisePurchases(till, { until: 45, horizon: 14, per: 7 });
  const column = (name: string) => [...(numbersOf(rows, name) ?? [])];

  it("become frequency, recency, age and mean repeat spend; lines of one moment are one purchase", () => {
    expect([customers, refused]).toEqual([["ada", "ben"], []]);
    expect([column("frequency"), column("recency"), column("age")]).toEqual([
      [2, 0],
      [3, 0],
      [5, 6],
    ]);
    expect(column("mean_spend")).toEqual([15, 0]);
    expect(column("log_intervals")[0]).toBeCloseTo(Math.log(2), 14);
  });

  it("behind the cut are the future, and who first bought there has no row", () => {
    expect([[...future.purchases], [...future.spend]]).toEqual([
      [1, 0],
      [9, 0],
    ]);
  });

  it("that can't be used are refused by row and column, and the rest is summarised", () => {
    const bad = [
      { customer: "", at: 1 },
      { customer: "dora", at: Number.NaN },
      { customer: "dora", at: 2, amount: -1 },
      { customer: "dora", at: 2, amount: Number.NaN },
    ];
    const found = summarisePurchases([...bad, ...till], { until: 45 });
    expect(found.refused).toEqual([
      { row: 0, column: "customer", reason: "is empty" },
      { row: 1, column: "at", reason: "is no time" },
      { row: 2, column: "amount", reason: "is negative" },
      { row: 3, column: "amount", reason: "is no number" },
    ]);
    expect(found.customers).toEqual(customers);
  });

  it("say the same in whatever order they come", () => {
    const turned = summarisePurchases(till.toReversed(), { until: 45, horizon: 14, per: 7 });
    expect(turned.rows).toEqual(rows);
  });
});
