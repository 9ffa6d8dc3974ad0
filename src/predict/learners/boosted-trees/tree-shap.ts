import { goesLeft, type Tree } from "./tree.ts";

/**
 * The way to a node: one entry a column that was asked on it. `zero` is the share of the fit's rows that goes on where the
 * column is not known, `one` is 1 where the row itself goes on, `weight` a sum over orders in which columns become known.
 */
type Way = { column: number; zero: number; one: number; weight: number };

/**
 * Exact Shapley values of one tree (Lundberg, Erion and Lee 2018, algorithm 2: what is not known is averaged by the rows of
 * the fit). Adds to `into` by column and gives the expected value; `binOf` says in which bin the row is.
 */
export function addTreeShap(into: Float64Array, tree: Tree, binOf: (column: number) => number): number {
  const descend = (at: number, before: readonly Way[], step: Omit<Way, "weight">): void => {
    const way = extended(before, step);
    const node = tree[at];
    if (node === undefined) return;
    if (!("split" in node)) {
      for (let index = 1; index < way.length; index += 1) {
        const { column = 0, one = 0, zero = 0 } = way[index] ?? {};
        into[column] = (into[column] ?? 0) + unwoundSum(way, index) * (one - zero) * node.value;
      }
      return;
    }
    const { split, left, right, cover } = node;
    const isLeft = goesLeft(split, binOf(split.feature));
    const known = way.findIndex(({ column }, index) => index > 0 && column === split.feature);
    const { zero = 1, one = 1 } = known === -1 ? {} : (way[known] ?? {});
    const rest = known === -1 ? way : unwound(way, known);
    for (const child of [left, right]) {
      const share = cover === 0 ? 0 : (tree[child]?.cover ?? 0) / cover;
      descend(child, rest, { column: split.feature, zero: zero * share, one: (child === left) === isLeft ? one : 0 });
    }
  };
  descend(0, [], { column: -1, zero: 1, one: 1 });
  return expectedValue(tree, 0);
}

function expectedValue(tree: Tree, at: number): number {
  const node = tree[at];
  if (node === undefined) return 0;
  if (!("split" in node)) return node.value;
  const share = (child: number) => (node.cover === 0 ? 0 : (tree[child]?.cover ?? 0) / node.cover);
  return share(node.left) * expectedValue(tree, node.left) + share(node.right) * expectedValue(tree, node.right);
}

function extended(way: readonly Way[], step: Omit<Way, "weight">): readonly Way[] {
  const depth = way.length;
  const next = [...way.map((entry) => ({ ...entry })), { ...step, weight: depth === 0 ? 1 : 0 }];
  for (let index = depth - 1; index >= 0; index -= 1) {
    const entry = next[index];
    const above = next[index + 1];
    if (entry === undefined || above === undefined) continue;
    above.weight += (step.one * entry.weight * (index + 1)) / (depth + 1);
    entry.weight = (step.zero * entry.weight * (depth - index)) / (depth + 1);
  }
  return next;
}

/** The way without one of its columns: the inverse of `extended`. */
function unwound(way: readonly Way[], place: number): readonly Way[] {
  const depth = way.length - 1;
  const { one = 1, zero = 1 } = way[place] ?? {};
  const weights = way.map(({ weight }) => weight);
  let next = weights[depth] ?? 0;
  for (let index = depth - 1; index >= 0; index -= 1) {
    const weight = weights[index] ?? 0;
    if (one === 0) {
      weights[index] = (weight * (depth + 1)) / (zero * (depth - index));
    } else {
      weights[index] = (next * (depth + 1)) / ((index + 1) * one);
      next = weight - ((weights[index] ?? 0) * zero * (depth - index)) / (depth + 1);
    }
  }
  return way.toSpliced(place, 1).map((entry, index) => ({ ...entry, weight: weights[index] ?? 0 }));
}

/** Sum of the weights of `unwound`. */
function unwoundSum(way: readonly Way[], place: number): number {
  return unwound(way, place).reduce((sum, { weight }) => sum + weight, 0);
}
