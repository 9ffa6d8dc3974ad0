import type { BinnedRows } from "#predict/learners/boosted-trees/binned-rows.ts";
import { BINS, type Forest, type Grove, type Word } from "./forest-of.ts";

/** Rows that are worked on at once: their words and bins stay in the cache of the processor. */
const BLOCK = 1_024;

/** Adds to `scores` the leaves that each row ends in, tree by tree in their order: the sums are those of a walk, to the bit. */
export function addForest(scores: Float64Array, forest: Forest, binned: BinnedRows): void {
  const most = forest.reduce((words, grove) => Math.max(words, grove.words.length), 0);
  const words = new Int32Array(most * Math.min(BLOCK, scores.length));
  for (const grove of forest) {
    for (let from = 0; from < scores.length; from += BLOCK) {
      addGrove(scores.subarray(from, from + BLOCK), grove, { words, binned, from });
    }
  }
}

type Block = { readonly words: Int32Array; readonly binned: BinnedRows; readonly from: number };

function addGrove(scores: Float64Array, grove: Grove, { words, binned, from }: Block): void {
  const rows = scores.length;
  grove.words.forEach((word, place) =>
    maskWord(words.subarray(place * rows, (place + 1) * rows), word, { binned, from }),
  );
  const sums = { scores, words, values: grove.values };
  const { places } = grove;
  let tree = 0;
  for (; tree + 4 <= places.length; tree += 4) addFourTrees(sums, places.slice(tree, tree + 4));
  for (; tree < places.length; tree += 1) addTree(sums, places[tree]);
}

type From = Omit<Block, "words">;

/** For each row, the leaves of the word's trees that no decision takes away. */
function maskWord(left: Int32Array, { columns, masks }: Word, { binned, from }: From): void {
  const bins = (place: number) => (columns[place] ?? 0) * binned.rows + from;
  const { bytes } = binned;
  let place = 2;
  setPair(left, { bytes, masks }, { table: 0, first: bins(0), second: bins(1) });
  for (; place + 4 <= columns.length; place += 4) {
    const at = { table: place * BINS, first: bins(place), second: bins(place + 1) };
    maskFour(left, { bytes, masks }, { ...at, third: bins(place + 2), fourth: bins(place + 3) });
  }
  if (place < columns.length) {
    maskPair(left, { bytes, masks }, { table: place * BINS, first: bins(place), second: bins(place + 1) });
  }
}

type Tables = { readonly bytes: Uint8Array; readonly masks: Int32Array };
/** Where the masks of some columns begin, and where the bins of each begin. */
type Pair = { readonly table: number; readonly first: number; readonly second: number };
type Four = Pair & { readonly third: number; readonly fourth: number };

function setPair(left: Int32Array, { bytes, masks }: Tables, { table, first, second }: Pair): void {
  for (let row = 0; row < left.length; row += 1) {
    left[row] =
      (masks[table + (bytes[first + row] ?? 0)] ?? 0) & (masks[table + BINS + (bytes[second + row] ?? 0)] ?? 0);
  }
}

function maskPair(left: Int32Array, { bytes, masks }: Tables, { table, first, second }: Pair): void {
  for (let row = 0; row < left.length; row += 1) {
    left[row] =
      (left[row] ?? 0) &
      (masks[table + (bytes[first + row] ?? 0)] ?? 0) &
      (masks[table + BINS + (bytes[second + row] ?? 0)] ?? 0);
  }
}

function maskFour(left: Int32Array, { bytes, masks }: Tables, { table, first, second, third, fourth }: Four): void {
  for (let row = 0; row < left.length; row += 1) {
    left[row] =
      (left[row] ?? 0) &
      (masks[table + (bytes[first + row] ?? 0)] ?? 0) &
      (masks[table + BINS + (bytes[second + row] ?? 0)] ?? 0) &
      (masks[table + 2 * BINS + (bytes[third + row] ?? 0)] ?? 0) &
      (masks[table + 3 * BINS + (bytes[fourth + row] ?? 0)] ?? 0);
  }
}

type Sums = {
  readonly scores: Float64Array;
  readonly words: Int32Array;
  readonly values: Float64Array;
};
type Place = Grove["places"][number];

function addTree({ scores, words, values }: Sums, place: Place | undefined): void {
  const { word = 0, shift = 0, base = 0 } = place ?? {};
  const from = word * scores.length;
  for (let row = 0; row < scores.length; row += 1) {
    const left = (words[from + row] ?? 0) >>> shift;
    scores[row] = (scores[row] ?? 0) + (values[base + Math.clz32(left & -left)] ?? 0);
  }
}

function addFourTrees({ scores, words, values }: Sums, [one, two, three, four]: readonly Place[]): void {
  if (one === undefined || two === undefined || three === undefined || four === undefined) return;
  const rows = scores.length;
  const [from1, from2, from3, from4] = [one.word * rows, two.word * rows, three.word * rows, four.word * rows];
  const [shift1, shift2, shift3, shift4] = [one.shift, two.shift, three.shift, four.shift];
  const [base1, base2, base3, base4] = [one.base, two.base, three.base, four.base];
  for (let row = 0; row < rows; row += 1) {
    const left1 = (words[from1 + row] ?? 0) >>> shift1;
    const left2 = (words[from2 + row] ?? 0) >>> shift2;
    const left3 = (words[from3 + row] ?? 0) >>> shift3;
    const left4 = (words[from4 + row] ?? 0) >>> shift4;
    scores[row] =
      (scores[row] ?? 0) +
      (values[base1 + Math.clz32(left1 & -left1)] ?? 0) +
      (values[base2 + Math.clz32(left2 & -left2)] ?? 0) +
      (values[base3 + Math.clz32(left3 & -left3)] ?? 0) +
      (values[base4 + Math.clz32(left4 & -left4)] ?? 0);
  }
}
