import { seededRandom } from "#kernel/random.ts";
import { crossFolds, type Fold, timeFolds } from "#predict/evaluate/folds.ts";
import { logLossOf } from "#predict/evaluate/proper-scores.ts";

/** How candidates are judged. */
export type EvidencePlan = { readonly folds: readonly Fold[]; readonly words: string };

/** Of cross-validation; folds of one repeat stand together. */
export const FOLDS = 5;
const BLOCKS = 6;
const TESTS = 3;

/** Out of time where times are known, else cross-validation, repeated where rows are few. */
export function planEvidence(
  y: Float64Array,
  { time, seed }: { readonly time?: Float64Array | undefined; readonly seed: number },
): EvidencePlan {
  if (time !== undefined) {
    const folds = timeFolds(time, { blocks: BLOCKS, tests: TESTS });
    const areWhole = folds.length > 0 && folds.every(({ learn, test }) => isMixed(y, learn) && isMixed(y, test));
    if (areWhole)
      return {
        folds,
        words: `out of time: ${folds.length} later ${folds.length === 1 ? "span" : "spans, each"} foretold from all that came before`,
      };
  }
  const repeats = y.length < 2_000 ? 3 : y.length < 10_000 ? 2 : 1;
  const folds = crossFolds(y, { folds: FOLDS, repeats, random: seededRandom(seed) });
  return { folds, words: `cross-validation in ${FOLDS} folds${repeats > 1 ? `, ${repeats} times` : ""}` };
}

function isMixed(y: Float64Array, rows: Int32Array): boolean {
  return rows.some((row) => y[row] === 1) && rows.some((row) => y[row] === 0);
}

/** What was said of every row that was a test row, and what came. */
export type Judged = {
  readonly scores: Float64Array;
  readonly y: Float64Array;
  /** Log-loss of each row, averaged over the repeats. */
  readonly losses: Float64Array;
};

/** Joins the folds' scores; of repeats, chances are those of the first, losses the mean of all. */
export function judge(scores: readonly Float64Array[], y: Float64Array, folds: readonly Fold[]): Judged {
  const first = new Float64Array(y.length).fill(Number.NaN);
  const sums = new Float64Array(y.length);
  const counts = new Float64Array(y.length);
  folds.forEach(({ test }, index) => {
    test.forEach((row, place) => {
      const score = scores[index]?.[place] ?? Number.NaN;
      if (counts[row] === 0) first[row] = score;
      sums[row] = (sums[row] ?? 0) + logLossOf(score, y[row] ?? 0);
      counts[row] = (counts[row] ?? 0) + 1;
    });
  });
  const rows = Int32Array.from(y, (_, row) => row).filter((row) => (counts[row] ?? 0) > 0);
  return {
    scores: Float64Array.from(rows, (row) => first[row] ?? 0),
    y: Float64Array.from(rows, (row) => y[row] ?? 0),
    losses: Float64Array.from(rows, (row) => (sums[row] ?? 0) / (counts[row] ?? 1)),
  };
}
