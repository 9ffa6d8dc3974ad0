import { concordance, type Survival } from "#predict/evaluate/concordance.ts";
import { type Curves, integratedBrier } from "#predict/evaluate/integrated-brier.ts";
import { brierScore } from "#predict/evaluate/proper-scores.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import { cameBy } from "./waits.ts";

/** How good curves were over rising times, as a whole and at each time. */
export function evaluateCurves({ times, curves }: Curves, came: Survival) {
  return {
    rows: came.time.length,
    events: came.happened.reduce((sum, value) => sum + value, 0),
    concordance: concordance(curves.at(-1) ?? new Float64Array(0), came),
    integratedBrier: integratedBrier({ times, curves }, came).integrated,
    byTime: times.map((days, index) => {
      const [said, y] = [curves[index] ?? new Float64Array(0), cameBy(came, days)];
      const { ece } = reliability(said, y);
      return { days, meanChance: meanOf(said), rate: meanOf(y), brier: brierScore(said, y), ece };
    }),
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
