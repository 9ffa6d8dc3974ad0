import { leftBins, MOST_LEAVES, type Tree, type TreeNode } from "./tree.ts";

/** A tree as masks: for each column that it asks, by bin, the leaves that are still possible. */
type MaskedTree = {
  readonly columns: readonly number[];
  readonly masks: readonly Int32Array[];
  readonly values: Float64Array;
};

/** Trees made ready to score many rows. */
export type Forest = readonly MaskedTree[];

const EVERY_LEAF = new Int32Array(256).fill(-1);
const BLOCK = 2_048;

/**
 * QuickScorer (Lucchese et al. 2015): a decision that fails takes the leaves on its left away, and the first leaf that is
 * left is the one. No branch depends on the data, all decisions on one column are one look into a table, and missing
 * values and categories cost nothing extra.
 */
export function forestOf(trees: readonly Tree[]): Forest {
  return trees.map(maskTree);
}

function maskTree(tree: Tree): MaskedTree {
  const values: number[] = [];
  const masks = new Map<number, Int32Array>();
  /** Numbers the leaves from left to right; gives the bits of those below the node. */
  const walk = (node: TreeNode | undefined): number => {
    if (node === undefined) return 0;
    if (!("split" in node)) return 1 << (values.push(node.value) - 1);
    const left = walk(tree[node.left]);
    const right = walk(tree[node.right]);
    const goesLeft = leftBins(node.split);
    const mask = masks.get(node.split.feature) ?? Int32Array.from(EVERY_LEAF);
    for (let bin = 0; bin < 256; bin += 1) if (goesLeft[bin] === 0) mask[bin] = (mask[bin] ?? -1) & ~left;
    masks.set(node.split.feature, mask);
    return left | right;
  };
  walk(tree[0]);
  const columns = [...masks.keys()].sort((a, b) => a - b);
  return {
    columns,
    masks: columns.map((column) => masks.get(column) ?? EVERY_LEAF),
    values: Float64Array.from({ length: MOST_LEAVES }, (_, leaf) => values[leaf] ?? 0),
  };
}

/** Adds to `scores` the sum of the leaves that each row ends in; `bins` hold one byte a row for each column. */
export function addForest(scores: Float64Array, forest: Forest, bins: readonly Uint8Array[]): void {
  const left = new Int32Array(BLOCK);
  for (let from = 0; from < scores.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, scores.length);
    const part = scores.subarray(from, to);
    const parts = bins.map((column) => column.subarray(from, to));
    for (const tree of forest) {
      maskRows(left, tree, { parts, rows: to - from });
      addLeaves(part, left, tree.values);
    }
  }
}

type Block = { readonly parts: readonly Uint8Array[]; readonly rows: number };

function maskRows(left: Int32Array, { columns, masks }: MaskedTree, { parts, rows }: Block): void {
  left.fill(-1, 0, rows);
  columns.forEach((column, index) => {
    const bins = parts[column];
    const mask = masks[index];
    if (bins !== undefined && mask !== undefined) maskColumn(left, bins, mask);
  });
}

function maskColumn(left: Int32Array, bins: Uint8Array, mask: Int32Array): void {
  for (let row = 0; row < bins.length; row += 1) left[row] = (left[row] ?? 0) & (mask[bins[row] ?? 0] ?? 0);
}

function addLeaves(scores: Float64Array, left: Int32Array, values: Float64Array): void {
  for (let row = 0; row < scores.length; row += 1) {
    const leaves = left[row] ?? 0;
    scores[row] = (scores[row] ?? 0) + (values[31 - Math.clz32(leaves & -leaves)] ?? 0);
  }
}
