import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { RefusedModel } from "#predict/models/model.ts";
import { calibrate, fitCalibrator, logitOf, methods, openCalibrator } from "./calibrator.ts";
import { chooseCalibrator } from "./choose-calibrator.ts";

/** Scores whose chance is `chanceOf(score)`. */
function world(rows: number, chanceOf: (score: number) => number) {
  const random = seededRandom(11);
  const scores = Float64Array.from({ length: rows }, () => random.next());
  return { scores, y: scores.map((score) => (random.next() < chanceOf(score) ? 1 : 0)) };
}

describe("calibration", () => {
  it("leaves good scores as they are", () => {
    const { scores, y } = world(5_000, (score) => score);
    const { calibrator, evidence } = chooseCalibrator(scores, y, seededRandom(1));
    expect(calibrator).toEqual({ method: "none" });
    expect(evidence.map(({ method }) => method)).toEqual(methods);
  });

  it.each([
    ["sure of itself", (score: number) => logistic(0.4 * logitOf(score) - 1), "platt"],
    ["bent at both ends", (score: number) => logistic(2.5 * Math.log(score) - 0.3 * Math.log(1 - score) + 1), "beta"],
    ["a staircase", (score: number) => (score < 0.3 ? 0.1 : score < 0.7 ? 0.15 : 0.9), "isotonic"],
  ] as const)("mends scores that are %s, by the simplest method that does", (_, chanceOf, method) => {
    const { scores, y } = world(20_000, chanceOf);
    const { calibrator } = chooseCalibrator(scores, y, seededRandom(1));
    expect(calibrator.method).toBe(method);
    const fresh = Float64Array.from({ length: 2_000 }, (__, row) => (row + 0.5) / 2_000);
    const chances = calibrate(calibrator, fresh);
    const wrong = chances.reduce((sum, chance, row) => sum + Math.abs(chance - chanceOf(fresh[row] ?? 0)), 0) / 2_000;
    expect(wrong).toBeLessThan(0.03);
    expect(reliability(calibrate(calibrator, scores), y).ece).toBeLessThan(reliability(scores, y).ece);
  });

  it("keeps the order of rows where isotonic steps are level, and tries no steps on few rows", () => {
    const { scores, y } = world(2_000, (score) => (score < 0.5 ? 0.1 : 0.9));
    const chances = calibrate(fitCalibrator("isotonic", scores, y), Float64Array.of(0.001, 0.002, 0.998, 0.999));
    chances.slice(1).forEach((chance, place) => expect(chance).toBeGreaterThan(chances[place] ?? 1));
    const { evidence } = chooseCalibrator(scores.slice(0, 900), y.slice(0, 900), seededRandom(1));
    expect(evidence.map(({ method }) => method)).toEqual(["none", "platt", "beta"]);
  });

  it("never turns the order of two scores round, and stays between 0 and 1, by every method", () => {
    const rows = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1 })), {
      minLength: 4,
      maxLength: 60,
    });
    fc.assert(
      fc.property(rows, fc.constantFrom(...methods), (pairs, method) => {
        const scores = Float64Array.from(pairs, ([score]) => score);
        const calibrator = fitCalibrator(
          method,
          scores,
          Float64Array.from(pairs, ([, y]) => y),
        );
        const along = calibrate(
          calibrator,
          Float64Array.from({ length: 101 }, (_, step) => step / 100),
        );
        along.forEach((chance, step) => {
          expect(chance >= 0 && chance <= 1).toBe(true);
          expect(chance).toBeGreaterThanOrEqual((along[step - 1] ?? 0) - 1e-12);
        });
        expect(openCalibrator(JSON.parse(JSON.stringify(calibrator)))).toEqual(calibrator);
      }),
    );
  });

  it("refuses a damaged document", () => {
    for (const json of [null, {}, { method: "platt", slope: "1", intercept: 0 }, { method: "isotonic", x: [1] }]) {
      expect(() => openCalibrator(json)).toThrow(RefusedModel);
    }
  });
});
