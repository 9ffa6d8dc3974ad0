import { leavesOf, leftBins, MOST_LEAVES, type Tree, type TreeNode } from "#predict/learners/boosted-trees/tree.ts";
import { type Pack, packTrees } from "./pack-trees.ts";

/** Masks of one word: for each of its columns, by bin, the leaves of all its trees that are still possible. */
export type Word = { readonly columns: Int32Array; readonly masks: Int32Array };

/** Where the leaves of a tree are, and what each says: `values[base + clz32(lowest bit)]`. */
type LeafPlace = { readonly word: number; readonly shift: number; readonly base: number };

/** Some trees in their order. */
export type Grove = {
  readonly words: readonly Word[];
  readonly places: readonly LeafPlace[];
  readonly values: Float64Array;
};

/** Trees made ready to score many rows. */
export type Forest = readonly Grove[];

export const BINS = 256;
/** So many words' masks stay in the cache while all rows come by. */
const GROVE_WORDS = 64;

/**
 * QuickScorer (Lucchese et al. 2015): a decision that fails takes the leaves on its left away, and the first leaf that is
 * left is the one. All decisions on one column are one look into a table by bin, for all trees that share a word; missing
 * values and categories cost nothing extra.
 */
export function forestOf(trees: readonly Tree[]): Forest {
  const mostLeaves = trees.reduce((most, tree) => Math.max(most, leavesOf(tree)), 1);
  const size = GROVE_WORDS * Math.floor(MOST_LEAVES / mostLeaves);
  const groves: Grove[] = [];
  for (let from = 0; from < trees.length; from += size) groves.push(groveOf(trees.slice(from, from + size)));
  return groves;
}

function groveOf(trees: readonly Tree[]): Grove {
  const places: LeafPlace[] = [];
  const values: number[] = [];
  const words = packTrees(trees).map((pack, word) => {
    const { columns, masks } = emptyWord(pack);
    for (const { tree, shift } of pack.trees) {
      const leaves = maskTree(masks, trees[tree] ?? [], { shift, columns });
      // The lowest bit of leaf k, counted from the tree's own first bit, has 31 − k zeros above it.
      places[tree] = { word, shift, base: values.length + leaves.length - MOST_LEAVES };
      values.push(...leaves.toReversed());
    }
    return { columns, masks };
  });
  return { words, places, values: Float64Array.from(values) };
}

/** Columns come in pairs; a column that stands there for the pair's sake takes nothing away. */
function emptyWord({ columns }: Pack): Word {
  const size = Math.max(2, columns.length + (columns.length % 2));
  return {
    columns: Int32Array.from({ length: size }, (_, place) => columns[place] ?? columns[0] ?? 0),
    masks: new Int32Array(size * BINS).fill(-1),
  };
}

type Bits = { readonly shift: number; readonly columns: Int32Array };

/** Takes the bits of a tree out of the masks; gives its leaves from left to right, the order of their bits. */
function maskTree(masks: Int32Array, tree: Tree, { shift, columns }: Bits): readonly number[] {
  const values: number[] = [];
  /** Gives the bits of the leaves below the node. */
  const walk = (node: TreeNode | undefined): number => {
    if (node === undefined) return 0;
    if (!("split" in node)) return 1 << (shift + values.push(node.value) - 1);
    const left = walk(tree[node.left]);
    const right = walk(tree[node.right]);
    const goesLeft = leftBins(node.split);
    const from = columns.indexOf(node.split.feature) * BINS;
    for (let bin = 0; bin < BINS; bin += 1)
      if (goesLeft[bin] === 0) masks[from + bin] = (masks[from + bin] ?? 0) & ~left;
    return left | right;
  };
  walk(tree[0]);
  return values;
}
