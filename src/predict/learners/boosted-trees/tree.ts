/** Bins of one column: at most 254 for values, one for what is missing. */
export const MISSING_BIN = 255;
/** Of a category column: levels that the fit did not see, or saw too rarely to have a bin. */
export const OTHER_BIN = 254;
export const MOST_BINS = 254;
/** One bit a leaf in a mask of 32: what the scorer works with. */
export const MOST_LEAVES = 32;

/**
 * A decision between two children. Numbers go left up to the edge `bin` of their column, categories where their bin is in
 * `left`; what is missing, and what no fit saw here, goes where `missingLeft` says.
 */
export type Split = {
  readonly feature: number;
  /** Highest bin that goes left; −1 for a category column. */
  readonly bin: number;
  /** Bins of a category column that go left. */
  readonly left: readonly number[];
  readonly missingLeft: boolean;
};

/** A node decides or is a leaf. Children are places in the tree's list, always behind their parent; 0 is the root. */
export type TreeNode =
  | { readonly split: Split; readonly left: number; readonly right: number; readonly cover: number }
  | { readonly value: number; readonly cover: number };

/** `cover` is the number of rows of the fit that came by. */
export type Tree = readonly TreeNode[];

/** Every decision makes two of one, so half of the nodes, and one more, are leaves. */
export function leavesOf(tree: Tree): number {
  return (tree.length + 1) / 2;
}

export function goesLeft({ bin, left, missingLeft }: Split, at: number): boolean {
  if (at === MISSING_BIN) return missingLeft;
  return bin === -1 ? left.includes(at) : at <= bin;
}

/** For each bin, 1 where it goes left. */
export function leftBins({ bin, left, missingLeft }: Split): Uint8Array {
  const goes = new Uint8Array(256);
  goes.fill(1, 0, bin + 1);
  for (const each of left) goes[each] = 1;
  goes[MISSING_BIN] = missingLeft ? 1 : 0;
  return goes;
}
