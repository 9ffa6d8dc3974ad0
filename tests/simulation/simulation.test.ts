import { describe, expect, it } from "vitest";
import type { Findings } from "./findings.ts";
import { type PlantedBug, plantedBugs } from "./planted-bugs.ts";
import { quickStore } from "./quick-store.ts";
import { simulate } from "./simulate.ts";

const PATIENCE_MS = 300_000;
/** A bug that hides longer than this would hide in daily runs too. */
const MOST_SEEDS = 150;

async function firstTrace(bug: PlantedBug): Promise<Findings | undefined> {
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const found = await simulate(seed, quickStore, bug);
    if (found.failures.length > 0) return found;
  }
  return undefined;
}

describe("days of a programme in which everything breaks that may", () => {
  it.each([1, 51, 101, 151])(
    "double nothing, lose nothing and send nothing after a no: fifty seeds from %i",
    async (from) => {
      const failed: Array<Pick<Findings, "seed" | "failures">> = [];
      let taken = 0;
      for (let seed = from; seed < from + 50; seed += 1) {
        const found = await simulate(seed, quickStore);
        taken += found.taken;
        if (found.failures.length > 0) failed.push({ seed, failures: found.failures });
      }
      expect(failed).toEqual([]);
      expect(taken).toBeGreaterThan(500);
    },
    PATIENCE_MS,
  );

  it(
    "are the same days for the same seed",
    async () => {
      expect(await simulate(7, quickStore)).toEqual(await simulate(7, quickStore));
    },
    PATIENCE_MS,
  );

  it.each(plantedBugs)(
    "are noticed to go wrong where a guard is taken away: %s",
    async (bug) => {
      expect(await firstTrace(bug)).toMatchObject({
        failures: expect.arrayContaining([expect.any(String)]) as unknown,
      });
    },
    PATIENCE_MS,
  );
});
