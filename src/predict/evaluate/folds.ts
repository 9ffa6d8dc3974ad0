import { type Random, randomInt } from "#kernel/random.ts";

/**
 * A fold from 0 to `folds` − 1 for each row, all of nearly one size; rows with one value of `y` are dealt out evenly, so that
 * every fold has its share of rare events.
 */
export function foldsOf(y: Float64Array, folds: number, random: Random): Uint8Array {
  const order = Int32Array.from(y, (_, row) => row);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = randomInt(random, last + 1);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  // The sort is stable: rows with one y stay in the order of chance.
  order.sort((a, b) => (y[a] ?? 0) - (y[b] ?? 0));
  const fold = new Uint8Array(y.length);
  order.forEach((row, place) => {
    fold[row] = place % folds;
  });
  return fold;
}

/** Rows to learn from and rows to be judged by, as places in a table. */
export type Fold = { readonly learn: Int32Array; readonly test: Int32Array };

/** Cross-validation, once or more often: each row is a test row once in each repeat. */
export function crossFolds(
  y: Float64Array,
  { folds, repeats, random }: { readonly folds: number; readonly repeats: number; readonly random: Random },
): readonly Fold[] {
  const places = Int32Array.from(y, (_, row) => row);
  return Array.from({ length: repeats }, () => foldsOf(y, folds, random)).flatMap((fold) =>
    Array.from({ length: folds }, (_, each) => ({
      learn: places.filter((row) => fold[row] !== each),
      test: places.filter((row) => fold[row] === each),
    })),
  );
}

/**
 * Out-of-time evidence: the span is cut into `blocks` of about equal counts at whole days, and each of the last `tests` is
 * foretold from all that came before it. Rows of one day stay together.
 */
export function timeFolds(
  time: Float64Array,
  { blocks, tests }: { readonly blocks: number; readonly tests: number },
): readonly Fold[] {
  const days = time.map(Math.floor);
  const sorted = days.toSorted();
  const cuts = Array.from({ length: blocks + 1 }, (_, block) =>
    block === blocks ? Number.POSITIVE_INFINITY : (sorted[Math.floor((block * sorted.length) / blocks)] ?? 0),
  );
  const places = Int32Array.from(time, (_, row) => row);
  return Array.from({ length: tests }, (_, index) => {
    const [from = 0, to = 0] = cuts.slice(blocks - tests + index);
    return {
      learn: places.filter((row) => (days[row] ?? 0) < from),
      test: places.filter((row) => (days[row] ?? 0) >= from && (days[row] ?? 0) < to),
    };
  }).filter(({ learn, test }) => learn.length > 0 && test.length > 0);
}
