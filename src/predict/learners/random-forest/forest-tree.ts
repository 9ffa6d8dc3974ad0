import { MISSING_BIN } from "#predict/learners/boosted-trees/tree.ts";

/**
 * A tree as lists with a place for each node; 0 is the root, children stand behind their parents. `feature` is −1 for a leaf.
 * Numbers go left up to the bin `cut`, words where they are that bin; what is missing goes left where `missingLeft` is 1.
 */
export type ForestTree = {
  readonly feature: readonly number[];
  readonly cut: readonly number[];
  readonly missingLeft: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** The share of events among the rows that came by. */
  readonly value: readonly number[];
};

type Decision = { readonly cut: number; readonly isMissingLeft: boolean; readonly isWord: boolean };

export function goesLeft(bin: number, { cut, isMissingLeft, isWord }: Decision): boolean {
  if (bin === MISSING_BIN) return isMissingLeft;
  return isWord ? bin === cut : bin <= cut;
}

/** Columns of bytes, and which of them hold words. */
export type BinnedColumns = { readonly bins: readonly Uint8Array[]; readonly isWord: readonly boolean[] };

/** The node behind `at` on a row's way; −1 behind a leaf. */
export function nextNode(tree: ForestTree, at: number, { bins, isWord, row }: BinnedColumns & { row: number }): number {
  const column = tree.feature[at] ?? -1;
  if (column < 0) return -1;
  const bin = bins[column]?.[row] ?? MISSING_BIN;
  const cut = tree.cut[at] ?? 0;
  const isLeft = bin === MISSING_BIN ? tree.missingLeft[at] === 1 : isWord[column] === true ? bin === cut : bin <= cut;
  return (isLeft ? tree.left[at] : tree.right[at]) ?? -1;
}

/** Children stand behind their parents: then no walk goes in a circle. */
export function isForestTree(tree: unknown, columns: number): tree is ForestTree {
  const found = (typeof tree === "object" && tree !== null ? tree : {}) as Partial<ForestTree>;
  const { feature, cut, missingLeft, left, right, value } = found;
  const lists = [feature, cut, missingLeft, left, right, value];
  const size = feature?.length ?? 0;
  if (size === 0 || !lists.every((list) => Array.isArray(list) && list.length === size && list.every(Number.isFinite)))
    return false;
  return (feature ?? []).every((column, place) => {
    const isChild = (child = 0) => Number.isInteger(child) && child > place && child < size;
    return column < 0 || (column < columns && isChild(left?.[place]) && isChild(right?.[place]));
  });
}
