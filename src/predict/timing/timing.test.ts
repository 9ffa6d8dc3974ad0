import { expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { cox } from "./cox.ts";
import { timingContract } from "./timing.contract.ts";

timingContract("Node");

it("weighs ties as Efron does: the score equation of a small world holds", () => {
  // x is 1 for rows 0, 2, 3. At time 1 rows 0 and 1 have the event among all five; at time 2 row 2 among the last three.
  const x = [1, 0, 1, 1, 0];
  const rows = matrixOf([
    numberColumn("x", x),
    numberColumn("time", [1, 1, 2, 3, 3]),
    numberColumn("happened", [1, 1, 1, 0, 0]),
  ]);
  const fitted = cox({ ridge: 1e-9 }).fit(rows, { random: seededRandom(1) });
  const at = (value: number) => fitted.explain(matrixOf([numberColumn("x", [value])]), 0)[0]?.contribution ?? 0;
  const risk = Math.exp(at(1) - at(0));
  const meanOf = (withX: number, without: number) => (withX * risk) / (withX * risk + without);
  const expected = meanOf(3, 2) + meanOf(2.5, 1.5) + meanOf(2, 1);
  expect(expected).toBeCloseTo(2, 6);
});

it("has, with Efron's baseline, a curve near that of Kaplan and Meier where ties are many; Breslow's lies below", () => {
  const rows = matrixOf([numberColumn("time", [1, 1, 1, 1, 2]), numberColumn("happened", [1, 1, 1, 0, 0])]);
  const nobody = matrixOf([numberColumn("none", [0])]);
  const by = (baseline: "efron" | "breslow") =>
    cox({ baseline })
      .fit(rows, { random: seededRandom(1) })
      .score(nobody, [1])[0]?.[0];
  expect(by("efron")).toBeCloseTo(1 - Math.exp(-(1 / 5 + 1 / 4 + 1 / 3)), 9);
  expect(by("breslow")).toBeCloseTo(1 - Math.exp(-3 / 5), 9);
});
