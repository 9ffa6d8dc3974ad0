import { type Random, randomInt } from "#kernel/random.ts";
import type { NodeRows } from "./histogram.ts";

/** A share of the rows, each drawn by itself. */
export function sampleRows(slopes: Omit<NodeRows, "rows">, share: number, random: Random): NodeRows {
  const { gradient, curvature } = slopes;
  const size = gradient.length;
  const rows = new Int32Array(size);
  if (share >= 1) {
    for (let row = 0; row < size; row += 1) rows[row] = row;
    return { rows, gradient, curvature };
  }
  let taken = 0;
  let state = randomInt(random, 0x7fff_ffff) + 1;
  const limit = Math.round(share * 0x1_0000_0000);
  for (let row = 0; row < size; row += 1) {
    // Marsaglia's xorshift32 (2003), seeded for each tree: a full generator a row and tree would cost more than the tree.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    rows[taken] = row;
    taken += state >>> 0 < limit ? 1 : 0;
  }
  const drawn = rows.slice(0, taken);
  return { rows: drawn, gradient: pick(gradient, drawn), curvature: pick(curvature, drawn) };
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let place = 0; place < picked.length; place += 1) picked[place] = values[rows[place] ?? 0] ?? 0;
  return picked;
}

/** A tree that sees fewer columns than these could not find what several say only together. */
const LEAST_COLUMNS = 4;

/** A share of the columns, in rising order. */
export function sampleColumns(columns: number, share: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: columns }, (_, column) => column);
  const wanted = Math.min(columns, Math.max(LEAST_COLUMNS, Math.round(columns * share)));
  if (wanted === columns) return all;
  for (let index = 0; index < wanted; index += 1) {
    const other = index + randomInt(random, columns - index);
    [all[index], all[other]] = [all[other] ?? 0, all[index] ?? 0];
  }
  return all.slice(0, wanted).sort();
}
