import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { takeRows } from "#predict/numerics/matrix.ts";
import { type Feature, featuresOf } from "./bin-columns.ts";
import { type BinnedRows, binRows } from "./binned-rows.ts";

/** Rows with what they teach. */
export type Labelled = {
  readonly features: readonly Feature[];
  readonly binned: BinnedRows;
  readonly y: Float64Array;
  readonly weights: Float64Array;
};

/** Rows to learn from and rows that are only watched, in the bins of the former. */
export type LearntAndWatched = { readonly learnt: Labelled; readonly watched: Labelled };

/** Categories seen less often share a bin. */
const RARE_ROWS = 10;

/** Bins, targets and weights of some rows; the bins are made from the rows to learn from alone. */
export function labelledRows(
  { inputs, y, weights }: Omit<TrainingRows, "order">,
  places: { readonly learn: Int32Array; readonly watch: Int32Array },
  maxBins: number,
): LearntAndWatched {
  const learn = takeRows(inputs, places.learn);
  const features = featuresOf(learn, { maxBins, minCategoryRows: RARE_ROWS });
  const taken = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  const labelled = (columns: typeof learn.columns, rows: Int32Array): Labelled => ({
    features,
    binned: binRows(features, columns, rows.length),
    y: taken(y, rows),
    weights: taken(weights, rows),
  });
  return {
    learnt: labelled(learn.columns, places.learn),
    watched: labelled(takeRows(inputs, places.watch).columns, places.watch),
  };
}
