import { productLimit } from "#predict/evaluate/product-limit.ts";
import type { Model } from "#predict/models/model.ts";
import { log } from "#predict/numerics/logarithm.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { type FittedTiming, fittedTiming, openTiming } from "./fitted-timing.ts";
import { followedRows, type TimingRoles } from "./timing-rows.ts";

const NAME = "kaplan-meier";
/** What is left where the last that were followed had the event: a logarithm of 0 could not be kept. */
const LEAST_LEFT = 1e-12;

/** One curve for all rows, whatever their columns say: the product-limit (Kaplan and Meier 1958). */
export function kaplanMeier(settings: TimingRoles = {}): Model<FittedTiming> {
  return {
    name: NAME,
    fit: (matrix: Matrix) => {
      const rows = followedRows(NAME, matrix, settings);
      const { at, value } = productLimit(rows, "events");
      const nothing = { encodings: [], coefficients: [], shift: 0 };
      return fittedTiming({
        name: NAME,
        clockwork: {
          kind: "steps",
          ends: at,
          cumulative: value.map((left) => -log(Math.max(left, LEAST_LEFT))),
        },
        level: nothing,
        change: nothing,
        rows: rows.time.length,
        events: rows.happened.reduce((sum, each) => sum + each, 0),
      });
    },
  };
}

export function loadKaplanMeier(json: unknown): FittedTiming {
  return openTiming(json, NAME, "steps");
}
