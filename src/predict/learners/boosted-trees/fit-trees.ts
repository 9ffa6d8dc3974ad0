import type { Random } from "#kernel/random.ts";
import type { Loss } from "#predict/learners/losses.ts";
import type { SplitRules } from "./find-split.ts";
import { growTree, type GrowSettings } from "./grow-tree.ts";
import type { Binned, NodeRows } from "./histogram.ts";
import { sampleColumns, sampleRows } from "./sample.ts";
import { addForest, forestOf } from "./score-trees.ts";
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

export type Labelled = { readonly binned: Binned; readonly y: Float64Array; readonly weights: Float64Array };

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
  const slopes = { gradient: new Float64Array(rows.y.length), curvature: new Float64Array(rows.y.length) };
  while (trees.length < settings.trees && watching?.isOver() !== true) {
    loss.slopes({ y: rows.y, scores, ...slopes });
    weigh(slopes, rows.weights);
    const node = sampleRows(slopes, settings.rowShare, chance.random);
    const columns = sampleColumns(rows.binned.bins.length, settings.columnShare, chance.random);
    const { tree, leaves } = growTree(rows.binned, { node, columns }, growSettings(node, settings));
    trees.push(tree);
    if (settings.rowShare < 1) addForest(scores, forestOf([tree]), rows.binned.bins);
    else addLeaves(scores, leaves);
    watching?.see(tree);
  }
  const watched = watching?.losses ?? [];
  return { start, trees, watched };
}

/** What the tree says of the rows that it was grown on, without walking it again. */
function addLeaves(scores: Float64Array, leaves: ReturnType<typeof growTree>["leaves"]): void {
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

function weigh({ gradient, curvature }: Omit<NodeRows, "rows">, weights: Float64Array): void {
  for (let row = 0; row < weights.length; row += 1) {
    const weight = weights[row] ?? 0;
    if (weight === 1) continue;
    gradient[row] = (gradient[row] ?? 0) * weight;
    curvature[row] = (curvature[row] ?? 0) * weight;
  }
}

function growSettings({ curvature }: NodeRows, settings: BoostSettings): GrowSettings {
  let sum = 0;
  for (const part of curvature) sum += part;
  const average = sum / Math.max(curvature.length, 1);
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
function watcher({ binned, y, weights, patience }: Watch, loss: Loss, start: number) {
  const scores = new Float64Array(y.length).fill(start);
  const meanLoss = (): number => {
    let [sum, weight] = [0, 0];
    for (let row = 0; row < y.length; row += 1) {
      sum += (weights[row] ?? 0) * loss.value(y[row] ?? 0, scores[row] ?? 0);
      weight += weights[row] ?? 0;
    }
    return sum / weight;
  };
  const losses = [meanLoss()];
  let best = 0;
  return {
    losses,
    isOver: () => losses.length - 1 - best >= patience,
    see: (tree: Tree) => {
      addForest(scores, forestOf([tree]), binned.bins);
      losses.push(meanLoss());
      if ((losses.at(-1) ?? 0) < (losses[best] ?? 0)) best = losses.length - 1;
    },
  };
}
