import { concordance, type Survival } from "#predict/evaluate/concordance.ts";
import type { Fold } from "#predict/evaluate/folds.ts";
import { integratedBrierLosses } from "#predict/evaluate/integrated-brier.ts";
import { meanChances } from "./evaluate-durations.ts";

/** What was said of every row by models that did not learn from it, and how wrong it was. */
export type Judged = {
  /** Of the first repeat, a column a time. */
  readonly curves: readonly Float64Array[];
  /** What each row adds to the integrated Brier score, and the concordance: means over the repeats. */
  readonly losses: Float64Array;
  readonly concordance: number;
};

export type Judging = {
  readonly came: Survival;
  readonly folds: readonly Fold[];
  readonly times: readonly number[];
};

/** Joins the curves of all folds; `parts` has those of the test rows of each fold. Folds of one repeat hold each row once. */
export function judge(parts: ReadonlyArray<readonly Float64Array[]>, { came, folds, times }: Judging): Judged {
  const rows = came.time.length;
  const repeats: Float64Array[][] = [];
  const seen = new Uint8Array(rows);
  folds.forEach(({ test }, index) => {
    test.forEach((row, place) => {
      const repeat = (repeats[seen[row] ?? 0] ??= times.map(() => new Float64Array(rows)));
      repeat.forEach((curve, time) => (curve[row] = parts[index]?.[time]?.[place] ?? Number.NaN));
      seen[row] = (seen[row] ?? 0) + 1;
    });
  });
  const losses = new Float64Array(rows);
  let order = 0;
  for (const curves of repeats) {
    const own = integratedBrierLosses({ times, curves }, came);
    own.forEach((loss, row) => (losses[row] = (losses[row] ?? 0) + loss / repeats.length));
    order += concordance(meanChances(curves), came) / repeats.length;
  }
  return { curves: repeats[0] ?? [], losses, concordance: order };
}
