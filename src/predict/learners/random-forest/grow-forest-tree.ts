import { type Random, randomInt } from "#kernel/random.ts";
import { type BinSums, findCut, type FoundCut, type Sums } from "./find-cut.ts";
import { type ForestTree, goesLeft } from "./forest-tree.ts";

type ForestGround = {
  /** One byte a row for each column. */
  readonly bins: readonly Uint8Array[];
  readonly isWord: readonly boolean[];
  readonly y: Float64Array;
  readonly weights: Float64Array;
  /** Least weight of a leaf. */
  readonly minRows: number;
};

type Growing = { readonly [K in keyof ForestTree]: number[] };
type Open = { readonly from: number; readonly to: number; readonly place: number };
type Cut = FoundCut & { readonly column: number };

/** One tree of the rows in `drawn`, which are put into the order of its leaves; every node looks at other columns. */
export function growForestTree(ground: ForestGround, drawn: Int32Array, random: Random): ForestTree {
  const tree: Growing = { feature: [], cut: [], missingLeft: [], left: [], right: [], value: [] };
  const histogram = { rows: new Float64Array(256), events: new Float64Array(256) };
  const columns = Int32Array.from(ground.bins.keys());
  const open: Open[] = [{ from: 0, to: drawn.length, place: addNode(tree) }];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { from, to, place } = node;
    const rows = drawn.subarray(from, to);
    const sums = sumsOf(ground, rows);
    tree.value[place] = Math.round((1e6 * sums.events) / sums.rows) / 1e6;
    if (sums.events <= 0 || sums.events >= sums.rows || sums.rows < 2 * ground.minRows) continue;
    const found = cutOf(ground, { rows, sums, histogram }, { columns, random });
    if (found === undefined) continue;
    const middle = from + partition(ground, rows, found);
    const [left, right] = [addNode(tree), addNode(tree)];
    tree.feature[place] = found.column;
    tree.cut[place] = found.cut;
    tree.missingLeft[place] = found.isMissingLeft ? 1 : 0;
    tree.left[place] = left;
    tree.right[place] = right;
    open.push({ from: middle, to, place: right }, { from, to: middle, place: left });
  }
  return tree;
}

/** A leaf until a cut is found. */
function addNode({ feature, cut, missingLeft, left, right, value }: Growing): number {
  for (const list of [cut, missingLeft, left, right, value]) list.push(0);
  return feature.push(-1) - 1;
}

function sumsOf({ y, weights }: ForestGround, drawn: Int32Array): Sums {
  let [rows, events] = [0, 0];
  for (const row of drawn) {
    const weight = weights[row] ?? 0;
    rows += weight;
    events += weight * (y[row] ?? 0);
  }
  return { rows, events };
}

type Node = { readonly rows: Int32Array; readonly sums: Sums; readonly histogram: BinSums };
type Chance = { readonly columns: Int32Array; readonly random: Random };

/** The best cut among √columns of them, drawn by chance (Breiman 2001); those that don't vary here don't count. */
function cutOf(ground: ForestGround, node: Node, { columns, random }: Chance): Cut | undefined {
  const wanted = Math.max(1, Math.round(Math.sqrt(columns.length)));
  let best: Cut | undefined;
  let looked = 0;
  for (let place = 0; place < columns.length && looked < wanted; place += 1) {
    const other = place + randomInt(random, columns.length - place);
    [columns[place], columns[other]] = [columns[other] ?? 0, columns[place] ?? 0];
    const column = columns[place] ?? 0;
    const bins = ground.bins[column] ?? new Uint8Array(0);
    if (!varies(bins, node.rows)) continue;
    looked += 1;
    fill(node, bins, ground);
    const isWord = ground.isWord[column] === true;
    const found = findCut(node.histogram, { sums: node.sums, minRows: ground.minRows, isWord });
    if (found !== undefined && found.gain > (best?.gain ?? 0)) best = { ...found, column };
  }
  return best;
}

function varies(bins: Uint8Array, rows: Int32Array): boolean {
  const first = bins[rows[0] ?? 0];
  return rows.some((row) => bins[row] !== first);
}

function fill({ rows, histogram }: Node, bins: Uint8Array, { y, weights }: ForestGround): void {
  histogram.rows.fill(0);
  histogram.events.fill(0);
  for (const row of rows) {
    const bin = bins[row] ?? 0;
    const weight = weights[row] ?? 0;
    histogram.rows[bin] = (histogram.rows[bin] ?? 0) + weight;
    histogram.events[bin] = (histogram.events[bin] ?? 0) + weight * (y[row] ?? 0);
  }
}

/** Puts the rows that go left before the others; gives how many they are. */
function partition({ bins, isWord }: ForestGround, rows: Int32Array, found: Cut): number {
  const own = bins[found.column] ?? new Uint8Array(0);
  const decision = { ...found, isWord: isWord[found.column] === true };
  let lefts = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? 0;
    if (!goesLeft(own[row] ?? 0, decision)) continue;
    rows[index] = rows[lefts] ?? 0;
    rows[lefts] = row;
    lefts += 1;
  }
  return lefts;
}
