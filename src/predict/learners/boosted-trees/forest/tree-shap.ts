import { goesLeft, MOST_LEAVES, type Tree } from "#predict/learners/boosted-trees/tree.ts";
import { gaussLegendre, type Rule } from "./gauss-legendre.ts";

/**
 * The columns that were asked on the way to a node. `zeros` are the shares of the fit's rows that go on where a column is not
 * known, `ones` are 1 where the row itself goes on; `chances` is room for both, mixed.
 */
type Way = {
  readonly columns: Int32Array;
  readonly zeros: Float64Array;
  readonly ones: Float64Array;
  readonly chances: Float64Array;
};

/** A way to a leaf asks at most as many columns as there are other leaves. */
const MOST_POINTS = MOST_LEAVES / 2;
/** Worked out when the first row is explained. */
let kept: readonly Rule[] | undefined;

/**
 * Exact Shapley values of the sum of trees (Lundberg, Erion and Lee 2018: what is not known is averaged by the rows of the fit).
 * Adds to `into` by column and gives the expected value; `binOf` says in which bin the row is.
 */
export function addTreeShap(into: Float64Array, trees: readonly Tree[], binOf: (column: number) => number): number {
  const way: Way = {
    columns: new Int32Array(MOST_LEAVES),
    zeros: new Float64Array(MOST_LEAVES),
    ones: new Float64Array(MOST_LEAVES),
    chances: new Float64Array(MOST_LEAVES),
  };
  kept ??= gaussLegendre(MOST_POINTS);
  const rules = kept;
  return trees.reduce((base, tree) => base + descend({ into, tree, binOf, way, rules }, 0, 0), 0);
}

type Walk = {
  readonly into: Float64Array;
  readonly tree: Tree;
  readonly binOf: (column: number) => number;
  readonly way: Way;
  readonly rules: readonly Rule[];
};

type Leaf = Pick<Walk, "way" | "rules"> & { readonly size: number };

/** Gives what the leaves below a node are expected to say; `size` columns were asked before it. */
function descend(walk: Walk, at: number, size: number): number {
  const { tree, binOf, way } = walk;
  const node = tree[at];
  if (node === undefined) return 0;
  if (!("split" in node)) return addLeaf(walk.into, node.value, { way, rules: walk.rules, size });
  const { split, left, right, cover } = node;
  let place = 0;
  while (place < size && way.columns[place] !== split.feature) place += 1;
  const isNew = place === size;
  const zero = isNew ? 1 : (way.zeros[place] ?? 1);
  const one = isNew ? 1 : (way.ones[place] ?? 1);
  const below = isNew ? size + 1 : size;
  const next = goesLeft(split, binOf(split.feature)) ? left : right;
  let base = 0;
  way.columns[place] = split.feature;
  for (let child = left, other = right; child !== -1; child = other, other = -1) {
    way.zeros[place] = cover === 0 ? 0 : (zero * (tree[child]?.cover ?? 0)) / cover;
    way.ones[place] = child === next ? one : 0;
    base += descend(walk, child, below);
  }
  way.zeros[place] = zero;
  way.ones[place] = one;
  return base;
}

/**
 * A leaf says its value where the row goes on at every column. A column's share of that is the integral, over the chance with
 * which each other column is known, of what knowing it changes (Owen 1972, multilinear extension): of a polynomial of the chance.
 */
function addLeaf(into: Float64Array, value: number, { way, rules, size }: Leaf): number {
  const { columns, zeros, ones, chances } = way;
  const { points = [], weights = [] } = rules[(size + 1) >> 1] ?? {};
  for (let point = 0; point < points.length; point += 1) {
    const share = points[point] ?? 0;
    let product = value * (weights[point] ?? 0);
    for (let place = 0; place < size; place += 1) {
      const chance = (zeros[place] ?? 0) * (1 - share) + (ones[place] ?? 0) * share;
      chances[place] = chance;
      product *= chance;
    }
    // Where nobody goes on, known or not, no column changes that.
    if (product === 0) break;
    for (let place = 0; place < size; place += 1) {
      const column = columns[place] ?? 0;
      const change = (ones[place] ?? 0) - (zeros[place] ?? 0);
      into[column] = (into[column] ?? 0) + (product * change) / (chances[place] ?? 1);
    }
  }
  let base = value;
  for (let place = 0; place < size; place += 1) base *= zeros[place] ?? 0;
  return base;
}
