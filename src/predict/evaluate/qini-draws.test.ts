import { expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { numbersOf } from "#predict/numerics/matrix.ts";
import { simulateTrial } from "#predict/uplift/simulate-trial.ts";
import { qini, qiniInterval } from "./qini.ts";
import { qiniDraws } from "./qini-draws.ts";

const world = simulateTrial({ rows: 800, share: 0.5, open: 2, others: 0 }, seededRandom(1));
const columnOf = (name: string) => numbersOf(world, name) ?? new Float64Array(0);
const trial = { y: columnOf("answered"), treated: columnOf("contacted") };
// With many ties, in which the order of rows must not show.
const uplift = columnOf("x").map((value) => Math.round(value));

it("draws the same figures as a bootstrap that sorts every draw anew", () => {
  const asked = { samples: 60, random: seededRandom(7) };
  const slow = qiniInterval(uplift, trial, { ...asked, random: seededRandom(7), level: 0.999_999 });
  const [draws = new Float64Array(0)] = qiniDraws([uplift], trial, asked);
  expect(Math.min(...draws)).toBeCloseTo(slow.low, 4);
  expect(Math.max(...draws)).toBeCloseTo(slow.high, 4);
  expect(slow.estimate).toBe(qini(uplift, trial));
});

it("draws all orders together, so that equal ones do not differ", () => {
  const [one, other, turned] = qiniDraws(
    [uplift, uplift.map((value) => 3 * value + 1), uplift.map((value) => -value)],
    trial,
    {
      samples: 20,
      random: seededRandom(7),
    },
  );
  expect(other).toEqual(one);
  expect(turned).not.toEqual(one);
});
