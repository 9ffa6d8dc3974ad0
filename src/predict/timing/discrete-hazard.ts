import type { Model } from "#predict/models/model.ts";
import { log } from "#predict/numerics/logarithm.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { type FittedTiming, fittedTiming, openTiming } from "./fitted-timing.ts";
import { climbHazard } from "./climb-hazard.ts";
import { predictorOf } from "./predictor.ts";
import { type TimingRoles, timingRows } from "./timing-rows.ts";

const NAME = "discrete-time-hazard";

export type HazardSettings = TimingRoles & {
  /** Ends of the periods, rising; by default up to `periods` of them, each with about as many events. */
  readonly ends?: readonly number[];
  /** At most so many periods; 40 unless given. */
  readonly periods?: number;
  /** Ridge penalty of the standardised coefficients; 1 unless given. */
  readonly ridge?: number;
};

/**
 * Discrete-time hazard (Cox 1972, Singer and Willett 1993): logit P(event in a period | none before) = α of the period + βᵀx +
 * γᵀx × pace, where the pace rises with the logarithm of time, so that what a column says may fade or grow. Rows of which the
 * event was not seen count for the periods, and the part of one, that they were followed. Rows are not multiplied into
 * person-periods.
 */
export function discreteHazard(settings: HazardSettings = {}): Model<FittedTiming> {
  const { periods = 40, ridge = 1 } = settings;
  if (settings.ends?.some((end, index, all) => !(end > (all[index - 1] ?? 0))))
    throw new RangeError("Ends of periods rise from above 0.");
  return {
    name: NAME,
    fit: (matrix: Matrix) => {
      const rows = timingRows(NAME, matrix, settings);
      const ends = settings.ends ?? periodEnds(rows, periods);
      const pace = paceOf(ends);
      const width = rows.terms.length;
      const start = new Float64Array(ends.length + 2 * width);
      start.fill(log(1 / ends.length / 2), 0, ends.length);
      const point = climbHazard({ rows, ends, pace, ridge }, start);
      return fittedTiming({
        name: NAME,
        clockwork: { kind: "periods", ends, logOdds: [...point.subarray(0, ends.length)], pace },
        level: predictorOf(rows, point.subarray(ends.length, ends.length + width)),
        change: predictorOf(rows, point.subarray(ends.length + width)),
        rows: rows.time.length,
        events: rows.happened.reduce((sum, value) => sum + value, 0),
      });
    },
  };
}

export function loadDiscreteHazard(json: unknown): FittedTiming {
  return openTiming(json, NAME, "periods");
}

/** Ends of periods with about as many events each: quantiles of the times of events, of which the last is the last event. */
export function periodEnds(
  { time, happened }: { time: Float64Array; happened: Float64Array },
  most: number,
): readonly number[] {
  const times = time.filter((_, row) => happened[row] === 1).sort();
  const ends = Array.from({ length: most }, (_, part) => times[Math.ceil(((part + 1) * times.length) / most) - 1] ?? 0);
  return [...new Set(ends)].filter((end) => end > 0);
}

/** Logarithm of the middle of each period, standardised over the periods. */
function paceOf(ends: readonly number[]): readonly number[] {
  const logs = ends.map((end, index) => log((end + (ends[index - 1] ?? 0)) / 2));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const spread = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
  return logs.map((value) => (spread > 0 ? (value - mean) / spread : 0));
}
