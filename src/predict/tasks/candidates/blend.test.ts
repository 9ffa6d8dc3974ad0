import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { blendChances, blendWeights } from "./blend.ts";

/** Outcomes of chances, and two parts that know the log-odds up to noise of their own. */
function world(rows: number, noises: readonly [number, number]) {
  const random = seededRandom(3);
  const odds = Float64Array.from({ length: rows }, () => 1.5 * drawNormal(random));
  const y = odds.map((each) => (random.next() < logistic(each) ? 1 : 0));
  const parts = noises.map((noise) => odds.map((each) => logistic(each + noise * drawNormal(random))));
  return { y, parts };
}

describe("a blend", () => {
  it("finds the better part where rows are many", () => {
    const { y, parts } = world(20_000, [0.1, 3]);
    const [good = 0, poor = 1] = blendWeights(parts, y);
    expect(good).toBeGreaterThan(0.9);
    expect(poor).toBeLessThan(0.1);
  });

  it("keeps near equal shares where rows are few and the parts as good", () => {
    const { y, parts } = world(60, [0.3, 0.3]);
    for (const weight of blendWeights(parts, y)) expect(Math.abs(weight - 0.5)).toBeLessThan(0.2);
  });

  it("leaves out a part that says the opposite", () => {
    const { y, parts } = world(5_000, [0.1, 0.1]);
    const turned = [parts[0] ?? y, (parts[1] ?? y).map((chance) => 1 - chance)];
    const weights = blendWeights(turned, y);
    expect(weights[1]).toBe(0);
    expect(blendChances(turned, weights)).toEqual(blendChances(turned.slice(0, 1), weights.slice(0, 1)));
  });
});
