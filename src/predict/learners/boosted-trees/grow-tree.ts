import { type Bounds, findSplit, type FoundSplit, type SplitRules, type Sums } from "./find-split.ts";
import {
  type Binned,
  COLUMN_SIZE,
  fillHistogram,
  type Histogram,
  type NodeRows,
  subtractHistogram,
} from "./histogram.ts";
import { leftBins, type Tree, type TreeNode } from "./tree.ts";

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
  readonly histogram: Histogram;
  readonly found: FoundSplit | undefined;
};

type Sampled = { readonly node: NodeRows; readonly columns: Int32Array };

/**
 * One tree, leaf by leaf: always the split that gains most (Shi 2007; Ke et al. 2017). The histogram of the smaller child is
 * summed up, that of the larger one is what its parent has left.
 */
export function growTree(binned: Binned, { node, columns }: Sampled, settings: GrowSettings): Grown {
  const grower = { binned, columns, settings, pool: [] as Histogram[] };
  const nodes: TreeNode[] = [];
  const root = takeHistogram(grower);
  fillHistogram(root, binned, { columns, node });
  const sums = sumsOf(node);
  const open: Open[] = [];
  const close: Open[] = [];
  const admit = (candidate: Omit<Open, "found">): void => {
    const found = findSplit(candidate.histogram, candidate, {
      features: binned.features,
      columns,
      rules: settings.rules,
    });
    nodes[candidate.place] = { value: 0, cover: candidate.node.rows.length };
    (found === undefined ? close : open).push({ ...candidate, found });
  };
  admit({ place: 0, node, sums, bounds: { least: -Infinity, most: Infinity }, histogram: root });
  while (open.length > 0 && open.length + close.length < settings.maxLeaves) {
    const best = takeBest(open);
    if (best?.found === undefined) break;
    const [left, right] = childrenOf(grower, best, best.found);
    const place = nodes.length;
    const cover = best.node.rows.length;
    nodes[best.place] = { split: best.found.split, left: place, right: place + 1, cover };
    admit({ ...left, place });
    admit({ ...right, place: place + 1 });
  }
  const leaves = [...open, ...close].map((leaf) => {
    const value = leafValue(leaf, settings);
    nodes[leaf.place] = { value, cover: leaf.node.rows.length };
    return { rows: leaf.node.rows, value };
  });
  return { tree: nodes, leaves };
}

type Grower = {
  readonly binned: Binned;
  readonly columns: Int32Array;
  readonly settings: GrowSettings;
  /** Histograms that nobody needs any more. */
  readonly pool: Histogram[];
};

function takeHistogram({ pool, binned }: Grower): Histogram {
  return pool.pop() ?? new Float64Array(binned.features.length * COLUMN_SIZE);
}

function sumsOf({ gradient, curvature }: NodeRows): Sums {
  let [first, second] = [0, 0];
  for (let index = 0; index < gradient.length; index += 1) {
    first += gradient[index] ?? 0;
    second += curvature[index] ?? 0;
  }
  return { gradient: first, curvature: second };
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

function childrenOf(grower: Grower, parent: Open, found: FoundSplit): readonly [Child, Child] {
  const { binned, columns } = grower;
  const [leftRows, rightRows] = partition(parent.node, binned.bins[found.split.feature], leftBins(found.split));
  const small = takeHistogram(grower);
  const isLeftSmall = leftRows.rows.length < rightRows.rows.length;
  fillHistogram(small, binned, { columns, node: isLeftSmall ? leftRows : rightRows });
  subtractHistogram(parent.histogram, small, columns);
  const [leftBounds, rightBounds] = boundsOf(grower, parent, found);
  return [
    { node: leftRows, sums: found.left, bounds: leftBounds, histogram: isLeftSmall ? small : parent.histogram },
    { node: rightRows, sums: found.right, bounds: rightBounds, histogram: isLeftSmall ? parent.histogram : small },
  ];
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

function partition(node: NodeRows, bins: Uint8Array | undefined, goesLeft: Uint8Array): readonly [NodeRows, NodeRows] {
  const size = node.rows.length;
  let lefts = 0;
  const sides = new Uint8Array(size);
  for (let index = 0; index < size; index += 1) {
    const side = goesLeft[bins?.[node.rows[index] ?? 0] ?? 0] ?? 0;
    sides[index] = side;
    lefts += side;
  }
  const left = emptyRows(lefts);
  const right = emptyRows(size - lefts);
  let [toLeft, toRight] = [0, 0];
  for (let index = 0; index < size; index += 1) {
    const isLeft = sides[index] === 1;
    const to = isLeft ? left : right;
    const at = isLeft ? toLeft : toRight;
    to.rows[at] = node.rows[index] ?? 0;
    to.gradient[at] = node.gradient[index] ?? 0;
    to.curvature[at] = node.curvature[index] ?? 0;
    if (isLeft) toLeft += 1;
    else toRight += 1;
  }
  return [left, right];
}

function emptyRows(size: number): NodeRows {
  return { rows: new Int32Array(size), gradient: new Float64Array(size), curvature: new Float64Array(size) };
}
