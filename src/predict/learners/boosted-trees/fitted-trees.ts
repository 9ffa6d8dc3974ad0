import { columnsFor, valueAt } from "#predict/learners/columns-for.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { type LossName, lossNames, lossOf } from "#predict/learners/losses.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import type { Feature } from "./bin-columns.ts";
import { type BinnedRows, binRows } from "./binned-rows.ts";
import { addForest } from "./forest/add-forest.ts";
import { type Forest, forestOf } from "./forest/forest-of.ts";
import { addTreeShap } from "./forest/tree-shap.ts";
import { walkTrees } from "./forest/walk-trees.ts";
import { MOST_LEAVES, type Tree } from "./tree.ts";

export const kind = { name: "boosted-trees", version: 1 } as const;

/** All that scoring needs. */
export type TreesEstimate = {
  readonly loss: LossName;
  readonly power: number;
  readonly start: number;
  readonly features: readonly Feature[];
  readonly trees: readonly Tree[];
};

/** Fewer rows are walked down the trees: to make masks would take longer. */
const FEW_ROWS = 32;

export function fittedTrees(estimate: TreesEstimate): FittedLearner {
  const { features, trees, start } = estimate;
  const loss = lossOf(estimate.loss, estimate.power);
  const binsOf = (rows: Matrix) => binRows(features, columnsFor(kind.name, rows, features), rows.rows);
  let forest: Forest | undefined;
  const addTrees = (scores: Float64Array, binned: BinnedRows): void => {
    if (binned.rows < FEW_ROWS) return walkTrees(scores, trees, binned);
    forest ??= forestOf(trees);
    addForest(scores, forest, binned);
  };
  return Object.freeze({
    name: kind.name,
    loss: estimate.loss,
    inputs: features.map(({ name }) => name),
    score: (rows: Matrix) => {
      const scores = new Float64Array(rows.rows).fill(start);
      addTrees(scores, binsOf(rows));
      for (let row = 0; row < scores.length; row += 1) scores[row] = loss.mean(scores[row] ?? 0);
      return scores;
    },
    explain: (rows: Matrix, row: number) => {
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(kind.name, "there is no such row", { row });
      const columns = columnsFor(kind.name, rows, features);
      const { bytes } = binsOf(takeRows(rows, [row]));
      const parts = new Float64Array(features.length);
      const base = start + addTreeShap(parts, trees, (column) => bytes[column] ?? 0);
      const contributions = columns.map((column, index) => ({
        column: column.name,
        value: valueAt(column, row),
        contribution: parts[index] ?? 0,
      }));
      return { base, contributions };
    },
    toJSON: () => ({ ...kind, ...estimate }),
  });
}

export function loadBoostedTrees(json: unknown): FittedLearner {
  const found = openFitted(json, kind) as Partial<TreesEstimate>;
  const { loss, power, start, features, trees } = found;
  const isWhole =
    typeof start === "number" &&
    typeof power === "number" &&
    loss !== undefined &&
    lossNames.includes(loss) &&
    Array.isArray(features) &&
    Array.isArray(trees) &&
    trees.every((tree) => isTree(tree, features.length));
  if (!isWhole) throw new RefusedModel(`${kind.name}: the document is damaged.`);
  return fittedTrees({ loss, power, start, features, trees });
}

/** Children stand behind their parents, each once: then no walk goes in a circle, and leaves are one more than decisions. */
function isTree(tree: Tree, features: number): boolean {
  if (!Array.isArray(tree) || tree.length === 0 || tree.length >= 2 * MOST_LEAVES) return false;
  const children = new Set<number>();
  const isSound = tree.every((node, place) => {
    if (!("split" in node)) return typeof node.value === "number";
    const { split, left, right } = node;
    children.add(left).add(right);
    const isInside = (child: number) => Number.isInteger(child) && child > place && child < tree.length;
    return (
      isInside(left) && isInside(right) && split.feature >= 0 && split.feature < features && Array.isArray(split.left)
    );
  });
  const decisions = tree.filter((node) => "split" in node).length;
  return isSound && children.size === 2 * decisions && tree.length === 2 * decisions + 1;
}
