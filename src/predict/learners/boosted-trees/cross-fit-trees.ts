import { seededRandom } from "#kernel/random.ts";
import type { Fold } from "#predict/evaluate/folds.ts";
import { lossOf } from "#predict/learners/losses.ts";
import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { binnedFold } from "./binned-folds.ts";
import { boost, type Boosted } from "./fit-trees.ts";
import { addForest } from "./forest/add-forest.ts";
import { forestOf } from "./forest/forest-of.ts";
import { type AskedTrees, boostSettings } from "./tree-settings.ts";

export type CrossFittedTrees = {
  /** The number of trees with the least mean loss over all folds. */
  readonly trees: number;
  /** For each fold, the score of each of its test rows, as a mean. */
  readonly scores: readonly Float64Array[];
};

/**
 * Boosts on every fold and watches its test rows: one number of trees for all, and what each fold's trees say of the rows that
 * they did not learn from.
 */
export function crossFitTrees(
  rows: TrainingRows,
  settings: AskedTrees,
  { folds, seed, patience }: { readonly folds: readonly Fold[]; readonly seed: number; readonly patience: number },
): CrossFittedTrees {
  const loss = lossOf(settings.loss, settings.power);
  const fitted = folds.map(({ learn, test }, index) => {
    const { learnt, watched } = binnedFold(rows, { learn, test }, settings.maxBins);
    const boosted = boost(learnt, boostSettings(settings, learnt.features), {
      random: seededRandom(seed + index),
      watch: { ...watched, patience },
    });
    return { boosted, binned: watched.binned };
  });
  const trees = bestOverall(fitted.map(({ boosted }) => boosted));
  const scores = fitted.map(({ boosted, binned }) => {
    const part = new Float64Array(binned.rows).fill(boosted.start);
    addForest(part, forestOf(boosted.trees.slice(0, trees)), binned);
    return part.map(loss.mean);
  });
  return { trees, scores };
}

/** A fold that ended early keeps the loss of its end. */
function bestOverall(fitted: readonly Boosted[]): number {
  const length = Math.max(...fitted.map(({ watched }) => watched.length));
  const means = Array.from({ length }, (_, count) =>
    fitted.reduce((sum, { watched }) => sum + (watched[count] ?? watched.at(-1) ?? Infinity), 0),
  );
  return means.indexOf(Math.min(...means));
}
