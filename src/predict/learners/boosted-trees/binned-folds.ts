import type { Fold } from "#predict/evaluate/folds.ts";
import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { labelledRows, type LearntAndWatched } from "./labelled-rows.ts";

type Kept = {
  readonly rows: TrainingRows;
  readonly test: Int32Array;
  readonly maxBins: number;
  readonly fold: LearntAndWatched;
};

/** The last bins of each fold: trees of several shapes are compared on the same ones. */
const kept = new WeakMap<Int32Array, Kept>();

/** A fold in bins; its test rows are those that are watched. */
export function binnedFold(rows: TrainingRows, { learn, test }: Fold, maxBins: number): LearntAndWatched {
  const found = kept.get(learn);
  if (found?.rows === rows && found.test === test && found.maxBins === maxBins) return found.fold;
  const fold = labelledRows(rows, { learn, watch: test }, maxBins);
  kept.set(learn, { rows, test, maxBins, fold });
  return fold;
}
