import type { Random } from "#kernel/random.ts";
import type { Learner } from "#predict/learners/learner.ts";
import { lossOf } from "#predict/learners/losses.ts";
import { trainingRows } from "#predict/learners/training-rows.ts";
import { RefusedRows } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { bestCount, boost } from "./fit-trees.ts";
import { fittedTrees, kind } from "./fitted-trees.ts";
import { labelledRows } from "./labelled-rows.ts";
import { type BoostedTreesSettings, boostSettings, checkTreeSettings, standardTrees } from "./tree-settings.ts";
import { trimFeatures } from "./trim-features.ts";

/**
 * Histogram gradient-boosted trees (Friedman 2001; Ke et al. 2017): grown leaf by leaf, missing values learn their side,
 * categories are split by the order of their gradients, monotone columns are kept so.
 */
export function boostedTrees(settings: BoostedTreesSettings): Learner {
  const asked = { ...standardTrees, ...settings };
  checkTreeSettings(asked);
  const loss = lossOf(asked.loss, asked.power);
  return {
    name: kind.name,
    fit: (matrix: Matrix, { random }) => {
      const rows = trainingRows(kind.name, matrix, { roles: asked, loss });
      if (rows.inputs.columns.length === 0) throw new RefusedRows(kind.name, "there is no column to learn from");
      const [learn, watch] =
        asked.early === undefined ? [everyRow(rows.y.length)] : heldOut(rows.y.length, asked.early.share, random);
      if (learn === undefined || learn.length === 0) throw new RefusedRows(kind.name, "all rows were held out");
      const { learnt, watched } = labelledRows(rows, { learn, watch: watch ?? new Int32Array(0) }, asked.maxBins);
      const { features } = learnt;
      const watching =
        asked.early === undefined || watched.y.length === 0
          ? undefined
          : { ...watched, patience: asked.early.patience };
      const boosted = boost(learnt, boostSettings(asked, features), { random, watch: watching });
      const trees = boosted.trees.slice(0, bestCount(boosted));
      return fittedTrees({
        loss: loss.name,
        power: asked.power,
        start: boosted.start,
        ...trimFeatures(features, trees),
      });
    },
  };
}

function everyRow(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

/** Rows to learn from, and rows that are only watched. */
function heldOut(rows: number, share: number, random: Random): readonly [Int32Array, Int32Array] {
  const isHeld = Uint8Array.from({ length: rows }, () => (random.next() < share ? 1 : 0));
  const all = everyRow(rows);
  return [all.filter((row) => isHeld[row] === 0), all.filter((row) => isHeld[row] === 1)];
}
