import { MISSING_BIN } from "#predict/learners/boosted-trees/tree.ts";

/** Weights of rows, and of those with the event. */
export type Sums = { readonly rows: number; readonly events: number };

/** The same by bin of one column. */
export type BinSums = { readonly rows: Float64Array; readonly events: Float64Array };

export type FoundCut = { readonly cut: number; readonly isMissingLeft: boolean; readonly gain: number };

type Node = { readonly sums: Sums; readonly minRows: number; readonly isWord: boolean };

/** Less than this is rounding. */
const LEAST_GAIN = 1e-9;

/**
 * The cut of one column that lowers the Gini impurity most (Breiman et al. 1984): for numbers between two bins, for words one
 * against all others; what is missing is tried on both sides. Undefined where none gains.
 */
export function findCut({ rows, events }: BinSums, { sums, minRows, isWord }: Node): FoundCut | undefined {
  const [missingRows, missingEvents] = [rows[MISSING_BIN] ?? 0, events[MISSING_BIN] ?? 0];
  let gain = (sums.events * sums.events) / sums.rows + LEAST_GAIN;
  let cut = -1;
  let isMissingLeft = false;
  let [leftRows, leftEvents] = [0, 0];
  for (let bin = 0; bin < MISSING_BIN; bin += 1) {
    const here = rows[bin] ?? 0;
    if (here === 0) continue;
    leftRows = here + (isWord ? 0 : leftRows);
    leftEvents = (events[bin] ?? 0) + (isWord ? 0 : leftEvents);
    for (let side = 0; side < (missingRows > 0 ? 2 : 1); side += 1) {
      const left = leftRows + side * missingRows;
      const right = sums.rows - left;
      if (left < minRows || right < minRows) continue;
      const came = leftEvents + side * missingEvents;
      const won = (came * came) / left + (sums.events - came) ** 2 / right;
      if (won > gain) [gain, cut, isMissingLeft] = [won, bin, side === 1];
    }
  }
  return cut === -1 ? undefined : { cut, isMissingLeft, gain };
}
