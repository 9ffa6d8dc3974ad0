import type { Labelled } from "#predict/learners/boosted-trees/labelled-rows.ts";
import { leftBins, type Tree, type TreeNode } from "#predict/learners/boosted-trees/tree.ts";
import { type Bounds, findSplit, type FoundSplit, type SplitRules, type Sums } from "./find-split.ts";
import { COLUMN_SIZE, fillHistogram, type Histogram, subtractHistogram } from "./histogram.ts";
import { emptyRows, type NodeRows, partitionRows } from "./node-rows.ts";

export type GrowSettings = {
  readonly maxLeaves: number;
  readonly learningRate: number;
  /** Greatest step that one leaf may take, before the learning rate. */
  readonly maxStep: number;
  readonly rules: SplitRules;
};

/** A tree, and which rows ended in which of its leaves. */
export type Grown = { readonly tree: Tree; readonly leaves: readonly LeafRows[] };
export type LeafRows = { readonly rows: Int32Array; readonly value: number };

type Open = {
  readonly place: number;
  readonly node: NodeRows;
  readonly sums: Sums;
  readonly bounds: Bounds;
  /** Undefined where it will not be split any more. */
  readonly histogram: Histogram | undefined;
  readonly found: FoundSplit | undefined;
};

/** What trees of one forest are grown in, one after the other: memory is taken once. */
export type Ground = {
  readonly rows: Labelled;
  readonly spare: NodeRows;
  /** Histograms that nobody needs now. */
  readonly pool: Histogram[];
};

export function groundOf(rows: Labelled): Ground {
  return { rows, spare: emptyRows(rows.y.length), pool: [] };
}

type Sampled = { readonly node: NodeRows; readonly sums: Sums; readonly columns: Int32Array };
type Grower = Ground & { readonly columns: Int32Array; readonly settings: GrowSettings };

/**
 * One tree, leaf by leaf: always the split that gains most (Shi 2007; Ke et al. 2017). The histogram of the smaller child is
 * summed up, that of the larger one is what its parent has left. The rows of `node` are put into another order.
 */
export function growTree(ground: Ground, { node, sums, columns }: Sampled, settings: GrowSettings): Grown {
  const grower = { ...ground, columns, settings };
  const nodes: TreeNode[] = [];
  const root = takeHistogram(grower);
  fillHistogram(root, ground.rows.binned, { columns, node });
  const open: Open[] = [];
  const close: Open[] = [];
  const admit = (candidate: Omit<Open, "found">): void => {
    const found = foundIn(grower, candidate);
    nodes[candidate.place] = { value: 0, cover: candidate.node.rows.length };
    (found === undefined ? close : open).push({ ...candidate, found });
  };
  admit({ place: 0, node, sums, bounds: { least: -Infinity, most: Infinity }, histogram: root });
  while (open.length > 0 && open.length + close.length < settings.maxLeaves) {
    const best = takeBest(open);
    if (best?.found === undefined) break;
    const isLast = open.length + close.length + 2 >= settings.maxLeaves;
    const [left, right] = childrenOf(grower, best, { found: best.found, isLast });
    const place = nodes.length;
    const cover = best.node.rows.length;
    nodes[best.place] = { split: best.found.split, left: place, right: place + 1, cover };
    admit({ ...left, place });
    admit({ ...right, place: place + 1 });
  }
  const leaves = [...open, ...close].map((leaf) => {
    const value = leafValue(leaf, settings);
    nodes[leaf.place] = { value, cover: leaf.node.rows.length };
    if (leaf.histogram !== undefined) ground.pool.push(leaf.histogram);
    return { rows: leaf.node.rows, value };
  });
  return { tree: nodes, leaves };
}

function foundIn({ rows, columns, settings }: Grower, candidate: Omit<Open, "found">): FoundSplit | undefined {
  const { histogram } = candidate;
  if (histogram === undefined) return undefined;
  return findSplit(histogram, candidate, {
    features: rows.features,
    columns,
    rules: settings.rules,
  });
}

function takeHistogram({ pool, rows }: Ground): Histogram {
  return pool.pop() ?? new Float64Array(rows.features.length * COLUMN_SIZE);
}

/** Takes the open leaf with the greatest gain out of the list; the earlier one where two gain the same. */
function takeBest(open: Open[]): Open | undefined {
  let best = 0;
  open.forEach(({ found, place }, index) => {
    const other = open[best];
    const [gain, most] = [found?.gain ?? 0, other?.found?.gain ?? 0];
    if (gain > most || (gain === most && place < (other?.place ?? 0))) best = index;
  });
  return open.splice(best, 1)[0];
}

type Child = Omit<Open, "found" | "place">;
type Parted = { readonly found: FoundSplit; readonly isLast: boolean };

function childrenOf(grower: Grower, parent: Open, { found, isLast }: Parted): readonly [Child, Child] {
  const { binned } = grower.rows;
  const from = found.split.feature * binned.rows;
  const sides = {
    bins: binned.bytes.subarray(from, from + binned.rows),
    goesLeft: leftBins(found.split),
  };
  const [leftRows, rightRows] = partitionRows(parent.node, sides, grower.spare);
  const histograms = isLast ? [] : partHistogram(grower, parent.histogram, [leftRows, rightRows]);
  const [leftBounds, rightBounds] = boundsOf(grower, parent, found);
  return [
    { node: leftRows, sums: found.left, bounds: leftBounds, histogram: histograms[0] },
    { node: rightRows, sums: found.right, bounds: rightBounds, histogram: histograms[1] },
  ];
}

function partHistogram(
  grower: Grower,
  parent: Histogram | undefined,
  [left, right]: readonly [NodeRows, NodeRows],
): readonly Histogram[] {
  if (parent === undefined) return [];
  const { columns } = grower;
  const small = takeHistogram(grower);
  const isLeftSmall = left.rows.length < right.rows.length;
  fillHistogram(small, grower.rows.binned, { columns, node: isLeftSmall ? left : right });
  subtractHistogram(parent, small, columns);
  return isLeftSmall ? [small, parent] : [parent, small];
}

/** Children of a monotone split must not cross the middle between them, however they are split later. */
function boundsOf({ settings }: Grower, { bounds }: Open, found: FoundSplit): readonly [Bounds, Bounds] {
  const direction = settings.rules.monotone[found.split.feature] ?? 0;
  if (direction === 0) return [bounds, bounds];
  const middle = (stepOf(found.left, bounds, settings) + stepOf(found.right, bounds, settings)) / 2;
  const below: Bounds = { least: bounds.least, most: middle };
  const above: Bounds = { least: middle, most: bounds.most };
  return direction > 0 ? [below, above] : [above, below];
}

/** The value that makes the loss least to second order, within what the node is allowed. */
function stepOf({ gradient, curvature }: Sums, { least, most }: Bounds, { rules, maxStep }: GrowSettings): number {
  const step = -gradient / (curvature + rules.ridge);
  return Math.min(Math.max(step, least, -maxStep), most, maxStep);
}

function leafValue({ sums, bounds }: Open, settings: GrowSettings): number {
  return settings.learningRate * stepOf(sums, bounds, settings);
}
