import { describe, expect, it } from "vitest";
import { evaluateAmounts } from "./evaluate-amounts.ts";

const of = (...values: readonly number[]) => Float64Array.from(values);

describe("evaluation of amounts", () => {
  it("finds nothing wrong with what came itself", () => {
    const amounts = of(0, 0, 10, 40, 150);
    expect(evaluateAmounts(amounts, amounts)).toMatchObject({
      rows: 5,
      total: 200,
      totalError: 0,
      meanAbsoluteError: 0,
      rootMeanSquaredError: 0,
      normalisedGini: 1,
    });
  });

  it("tells level, distance and order apart", () => {
    const twice = evaluateAmounts(of(2, 4, 6), of(1, 2, 3));
    expect(twice).toMatchObject({ totalError: 1, meanAbsoluteError: 2, normalisedGini: 1 });
    expect(twice.correlation).toBeCloseTo(1, 12);
    expect(evaluateAmounts(of(3, 2, 1), of(1, 2, 3)).normalisedGini).toBeCloseTo(-1, 12);
    expect(evaluateAmounts(of(2, 2, 2), of(1, 2, 3)).normalisedGini).toBeCloseTo(0, 12);
  });
});
