import { concordance, type Survival } from "#predict/evaluate/concordance.ts";
import { type Curves, integratedBrier } from "#predict/evaluate/integrated-brier.ts";
import { productLimit, valueAt } from "#predict/evaluate/product-limit.ts";
import { reliabilityBy } from "#predict/evaluate/reliability.ts";

/**
 * How good curves were over rising times, of rows that were not all followed to the end: Harrell's concordance of the mean
 * chance over the times, the Brier score by inverse probability of censoring, and chances beside shares by Kaplan-Meier.
 */
export function evaluateDurations({ times, curves }: Curves, came: Survival) {
  const { integrated, points } = integratedBrier({ times, curves }, came);
  return {
    rows: came.time.length,
    events: came.happened.reduce((sum, value) => sum + value, 0),
    concordance: concordance(meanChances(curves), came),
    integratedBrier: integrated,
    byTime: times.map((time, index) => {
      const said = curves[index] ?? new Float64Array(0);
      return {
        time,
        meanChance: said.reduce((sum, chance) => sum + chance, 0) / said.length,
        rate: shareBy(time, came),
        brier: points[index]?.brier,
        ece: calibrationError(said, time, came),
      };
    }),
  };
}

/** Expected calibration error at a time: bins of about the same chance, each beside its own share by Kaplan-Meier. */
export function calibrationError(chances: Float64Array, time: number, came: Survival): number {
  return reliabilityBy(chances, (rows) => shareBy(time, picked(came, rows))).ece;
}

/** One figure for the order of rows, which does not run into 1 where the last chances do. */
export function meanChances(curves: readonly Float64Array[]): Float64Array {
  const means = new Float64Array(curves[0]?.length ?? 0);
  for (const curve of curves) curve.forEach((chance, row) => (means[row] = (means[row] ?? 0) + chance / curves.length));
  return means;
}

function shareBy(time: number, came: Survival): number {
  return 1 - valueAt(productLimit(came, "events"), time);
}

function picked({ time, happened }: Survival, rows: Uint32Array): Survival {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return { time: pick(time), happened: pick(happened) };
}
