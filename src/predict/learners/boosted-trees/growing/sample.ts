import { type Random, randomInt } from "#kernel/random.ts";

/** A share of the rows, each drawn by itself, in rising order; `into` has a place for each row and is what they are kept in. */
export function sampleRows(into: Int32Array, share: number, random: Random): Int32Array {
  if (share >= 1) {
    for (let row = 0; row < into.length; row += 1) into[row] = row;
    return into;
  }
  let taken = 0;
  let state = randomInt(random, 0x7fff_ffff) + 1;
  const limit = Math.round(share * 0x1_0000_0000);
  for (let row = 0; row < into.length; row += 1) {
    // Marsaglia's xorshift32 (2003), seeded for each tree: a full generator a row and tree would cost more than the tree.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    into[taken] = row;
    taken += Number(state >>> 0 < limit);
  }
  return into.subarray(0, taken);
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
