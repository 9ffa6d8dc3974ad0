import type { BinnedRows } from "#predict/learners/boosted-trees/binned-rows.ts";
import { goesLeft, type Tree, type TreeNode } from "#predict/learners/boosted-trees/tree.ts";

type Decision = Extract<TreeNode, { readonly split: unknown }>;

/** Adds to `scores` the leaves that each row ends in, by walks from the root: what a few rows are scored with. */
export function walkTrees(scores: Float64Array, trees: readonly Tree[], { rows, bytes }: BinnedRows): void {
  for (const tree of trees) {
    for (let row = 0; row < scores.length; row += 1) {
      let node = tree[0];
      while (node !== undefined && "split" in node)
        node = childOf(tree, node, bytes[node.split.feature * rows + row] ?? 0);
      scores[row] = (scores[row] ?? 0) + (node?.value ?? 0);
    }
  }
}

function childOf(tree: Tree, { split, left, right }: Decision, bin: number): TreeNode | undefined {
  return tree[goesLeft(split, bin) ? left : right];
}
