import { leavesOf, MOST_LEAVES, type Tree } from "#predict/learners/boosted-trees/tree.ts";

/** Which columns a tree asks, in rising order, and how many leaves it has. */
type Asked = { readonly columns: readonly number[]; readonly leaves: number };

/** A tree's place in its list, and the first bit that its leaves have in the word that it shares. */
export type Packed = { readonly tree: number; readonly shift: number };

/** Trees that share one word of leaves, and every column that any of them asks. */
export type Pack = { readonly trees: readonly Packed[]; readonly columns: readonly number[] };

/**
 * Parts trees among as few words as their leaves fit into. Trees that ask the same columns come together, since a column is
 * looked up once for all of a word: it begins with the tree of most columns, and takes the one that brings fewest new ones.
 */
export function packTrees(trees: readonly Tree[]): readonly Pack[] {
  const asked = trees.map(askedOf);
  const rest = [...asked.keys()].sort((a, b) => columnsOf(asked, b).length - columnsOf(asked, a).length || a - b);
  const width = 1 + Math.max(...asked.map(({ columns }) => columns.at(-1) ?? 0));
  const packs: Pack[] = [];
  while (rest.length > 0) packs.push(takePack(asked, rest, width));
  return packs;
}

function askedOf(tree: Tree): Asked {
  const columns = new Set<number>();
  for (const node of tree) if ("split" in node) columns.add(node.split.feature);
  return {
    columns: [...columns].sort((a, b) => a - b),
    leaves: leavesOf(tree),
  };
}

function columnsOf(asked: readonly Asked[], tree: number): readonly number[] {
  return asked[tree]?.columns ?? [];
}

function takePack(asked: readonly Asked[], rest: number[], width: number): Pack {
  const trees: Packed[] = [];
  const union = new Uint8Array(width);
  let shift = 0;
  for (let place = 0; place !== -1; place = nearest(asked, rest, { union, room: MOST_LEAVES - shift })) {
    const tree = rest.splice(place, 1)[0] ?? 0;
    trees.push({ tree, shift });
    for (const column of columnsOf(asked, tree)) union[column] = 1;
    shift += asked[tree]?.leaves ?? 0;
  }
  return { trees, columns: [...union.keys()].filter((column) => union[column] === 1) };
}

/** The place of the tree that fits and asks the fewest new columns; −1 where none fits. */
function nearest(
  asked: readonly Asked[],
  rest: readonly number[],
  { union, room }: { readonly union: Uint8Array; readonly room: number },
): number {
  let best = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (let place = 0; place < rest.length && fewest > 0; place += 1) {
    const tree = asked[rest[place] ?? 0];
    if (tree === undefined || tree.leaves > room) continue;
    let fresh = 0;
    for (const column of tree.columns) fresh += 1 - (union[column] ?? 0);
    if (fresh < fewest) [fewest, best] = [fresh, place];
  }
  return best;
}
