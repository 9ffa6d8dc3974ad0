import { type Feature, putBins } from "#predict/learners/boosted-trees/bin-columns.ts";
import { logitOf } from "#predict/learners/calibration/calibrator.ts";
import { columnsFor, valueAt } from "#predict/learners/columns-for.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import { type BinnedColumns, type ForestTree, isForestTree, nextNode } from "./forest-tree.ts";

export const kind = { name: "random-forest", version: 1 } as const;

type ForestEstimate = { readonly features: readonly Feature[]; readonly trees: readonly ForestTree[] };

/** A few hundred trees that all say never do not make it certain. */
const LEAST = 0.002;
const held = (chance: number) => Math.min(Math.max(chance, LEAST), 1 - LEAST);

/** P(yes) of each row: the mean of the trees. */
export function fittedForest(estimate: ForestEstimate): FittedLearner {
  const { features, trees } = estimate;
  const isWord = features.map((feature) => feature.kind === "category");
  const binsOf = (rows: Matrix) =>
    columnsFor(kind.name, rows, features).map((column, index) => {
      const bins = new Uint8Array(rows.rows);
      const feature = features[index];
      if (feature !== undefined) putBins(bins, feature, column);
      return bins;
    });
  return Object.freeze({
    name: kind.name,
    loss: "logistic" as const,
    inputs: features.map(({ name }) => name),
    score: (rows: Matrix) => {
      const bins = binsOf(rows);
      const sums = new Float64Array(rows.rows);
      for (const tree of trees) addTree(sums, tree, { bins, isWord });
      return sums.map((sum) => held(sum / trees.length));
    },
    explain: (rows: Matrix, row: number) => {
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(kind.name, "there is no such row", { row });
      const one = takeRows(rows, [row]);
      return explained(estimate, columnsFor(kind.name, one, features), { bins: binsOf(one), isWord });
    },
    toJSON: () => ({ ...kind, ...estimate }),
  });
}

function addTree(sums: Float64Array, tree: ForestTree, columns: BinnedColumns): void {
  const place = { ...columns, row: 0 };
  for (; place.row < sums.length; place.row += 1) {
    let leaf = 0;
    for (let at = 0; at >= 0; at = nextNode(tree, at, place)) leaf = at;
    sums[place.row] = (sums[place.row] ?? 0) + (tree.value[leaf] ?? 0);
  }
}

/**
 * What each decision on a row's way changed in the share of events, by column (Saabas 2014), stretched so that all of it adds up
 * in log-odds, in which other learners tell theirs.
 */
function explained(
  { features, trees }: ForestEstimate,
  columns: ReturnType<typeof columnsFor>,
  binned: BinnedColumns,
): ReturnType<FittedLearner["explain"]> {
  const parts = new Float64Array(features.length);
  let start = 0;
  for (const tree of trees) {
    start += tree.value[0] ?? 0;
    for (let at = 0, next = 0; next >= 0; at = next) {
      const column = tree.feature[at] ?? 0;
      next = nextNode(tree, at, { ...binned, row: 0 });
      if (next >= 0) parts[column] = (parts[column] ?? 0) + (tree.value[next] ?? 0) - (tree.value[at] ?? 0);
    }
  }
  const base = held(start / trees.length);
  const moved = parts.reduce((sum, part) => sum + part, 0) / trees.length;
  const odds = logitOf(held(start / trees.length + moved)) - logitOf(base);
  const stretch = Math.abs(moved) > 1e-9 ? odds / moved : 1 / (base * (1 - base));
  return {
    base: logitOf(base),
    contributions: columns.map((column, index) => ({
      column: column.name,
      value: valueAt(column, 0),
      contribution: ((parts[index] ?? 0) / trees.length) * stretch,
    })),
  };
}

export function loadRandomForest(json: unknown): FittedLearner {
  const { features, trees } = openFitted(json, kind) as Partial<ForestEstimate>;
  const isWhole =
    Array.isArray(features) &&
    Array.isArray(trees) &&
    trees.length > 0 &&
    trees.every((tree) => isForestTree(tree, features.length));
  if (!isWhole) throw new RefusedModel(`${kind.name}: the document is damaged.`);
  return fittedForest({ features, trees });
}
