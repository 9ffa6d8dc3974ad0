import type { Random } from "#kernel/random.ts";
import type { Loss } from "#predict/learners/losses.ts";
import { addForest } from "./forest/add-forest.ts";
import { forestOf } from "./forest/forest-of.ts";
import type { SplitRules, Sums } from "./growing/find-split.ts";
import { groundOf, growTree, type GrowSettings, type Grown } from "./growing/grow-tree.ts";
import { meanLossOf } from "./growing/mean-loss.ts";
import type { NodeRows } from "./growing/node-rows.ts";
import { sampleColumns } from "./growing/sample.ts";
import { slopesOf } from "./growing/slopes.ts";
import type { Labelled } from "./labelled-rows.ts";
import type { Tree } from "./tree.ts";

export type BoostSettings = {
  readonly trees: number;
  readonly maxLeaves: number;
  readonly learningRate: number;
  /** L2 penalty of a leaf, in rows of average curvature. */
  readonly ridge: number;
  readonly categoryRidge: number;
  /** Least number of rows of average curvature in a leaf. */
  readonly minRows: number;
  /** Share of rows and of columns that each tree sees. */
  readonly rowShare: number;
  readonly columnShare: number;
  /** Direction by column. */
  readonly monotone: Int8Array;
  readonly loss: Loss;
};

export type Boosted = {
  /** The score before the first tree. */
  readonly start: number;
  readonly trees: readonly Tree[];
  /** Mean loss of the watched rows after 0, 1, 2, … trees; empty where there are none. */
  readonly watched: readonly number[];
};

/** Rows that are not learnt from but watched: growing ends when they have not gained for `patience` trees. */
export type Watch = Labelled & { readonly patience: number };

/** Gradient boosting (Friedman 2001) by Newton steps on histograms. */
export function boost(
  rows: Labelled,
  settings: BoostSettings,
  chance: { readonly random: Random; readonly watch?: Watch | undefined },
): Boosted {
  const { loss } = settings;
  const start = startOf(rows, loss);
  const scores = new Float64Array(rows.y.length).fill(start);
  const watching = chance.watch === undefined ? undefined : watcher(chance.watch, loss, start);
  const trees: Tree[] = [];
  const ground = groundOf(rows);
  const slopes = slopesOf(rows, loss, settings.rowShare);
  while (trees.length < settings.trees && watching?.isOver() !== true) {
    const node = slopes(scores, chance.random);
    const sums = sumsOf(node);
    const columns = sampleColumns(rows.features.length, settings.columnShare, chance.random);
    const { tree, leaves } = growTree(ground, { node, sums, columns }, growSettings(node, sums, settings));
    trees.push(tree);
    if (settings.rowShare < 1) addForest(scores, forestOf([tree]), rows.binned);
    else addLeaves(scores, leaves);
    watching?.see(tree);
  }
  const watched = watching?.losses ?? [];
  return { start, trees, watched };
}

/** What the tree says of the rows that it was grown on, without walking it again. */
function addLeaves(scores: Float64Array, leaves: Grown["leaves"]): void {
  for (const leaf of leaves) {
    for (const row of leaf.rows) scores[row] = (scores[row] ?? 0) + leaf.value;
  }
}

/** How many trees were best for the watched rows; all where none were watched. */
export function bestCount({ trees, watched }: Boosted): number {
  return watched.length === 0 ? trees.length : watched.indexOf(Math.min(...watched));
}

/** The score that makes the loss least while nothing is known of a row. */
function startOf({ y, weights }: Labelled, loss: Loss): number {
  let [sum, weight] = [0, 0];
  for (let row = 0; row < y.length; row += 1) {
    sum += (y[row] ?? 0) * (weights[row] ?? 0);
    weight += weights[row] ?? 0;
  }
  // Without a single event, or with nothing else, a share of half a row keeps the logarithm finite.
  const least = loss.name === "squared" ? Number.NEGATIVE_INFINITY : 0.5 / (weight + 1);
  const most = loss.name === "logistic" ? 1 - least : Number.POSITIVE_INFINITY;
  return loss.link(Math.min(Math.max(sum / weight, least), most));
}

function sumsOf({ slopes }: NodeRows): Sums {
  let [gradient, curvature] = [0, 0];
  for (let index = 0; index < slopes.length; index += 2) {
    gradient += slopes[index] ?? 0;
    curvature += slopes[index + 1] ?? 0;
  }
  return { gradient, curvature };
}

function growSettings({ rows }: NodeRows, { curvature }: Sums, settings: BoostSettings): GrowSettings {
  const average = curvature / Math.max(rows.length, 1);
  const rules: SplitRules = {
    ridge: settings.ridge * average,
    categoryRidge: settings.categoryRidge * average,
    minCurvature: settings.minRows * average,
    minGain: 1e-9 * average,
    monotone: settings.monotone,
  };
  const maxStep = settings.loss.name === "squared" ? Number.POSITIVE_INFINITY : 4;
  return { maxLeaves: settings.maxLeaves, learningRate: settings.learningRate, maxStep, rules };
}

/** Follows rows that the trees do not learn from. */
function watcher(rows: Watch, loss: Loss, start: number) {
  const scores = new Float64Array(rows.y.length).fill(start);
  const meanLoss = meanLossOf(rows, loss);
  const losses = [meanLoss(scores)];
  let best = 0;
  return {
    losses,
    isOver: () => losses.length - 1 - best >= rows.patience,
    see: (tree: Tree) => {
      addForest(scores, forestOf([tree]), rows.binned);
      losses.push(meanLoss(scores));
      if ((losses.at(-1) ?? 0) < (losses[best] ?? 0)) best = losses.length - 1;
    },
  };
}
