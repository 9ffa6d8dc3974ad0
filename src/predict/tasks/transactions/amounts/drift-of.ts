import { RefusedRows } from "#predict/models/model.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { log } from "#predict/numerics/logarithm.ts";
import type { Amounts } from "./amounts-of.ts";
import { modelsAt, type View } from "#predict/tasks/transactions/features-at.ts";
import { type Histories, pastOf } from "#predict/tasks/transactions/histories.ts";
import { purchaseRowsAt, spendRows, weeksOf } from "#predict/tasks/transactions/purchase-models.ts";

/**
 * What brings amounts from the level of the day that was learnt from to that of the last day that the fit could see: logarithms of
 * factors. A day between has its part of them.
 */
export type Drift = {
  readonly from: number;
  readonly to: number;
  readonly expected: number;
  readonly typical: number;
};

/**
 * How far totals go towards those of Pareto/NBD with gamma-gamma fitted on the day asked, in logarithms. A level learnt of one
 * time misses the total of the next some five times as far as these do (34 windows of three shops), however far they missed
 * before; the rest stands against habits that they do not know.
 */
const TOWARDS = 0.75;

/** The drift up to the day of `view`; `amounts` are what is foretold of all accounts there at the level learnt on day `from`. */
export function driftOf(
  histories: Histories,
  view: View,
  { amounts, from }: { readonly amounts: Amounts; readonly from: number },
): Drift {
  const [own, typical, anchor] = [sumOf(amounts.expected), sumOf(amounts.typical), anchorOf(histories, view)];
  const to = view.until;
  const isKnown = [own, typical, anchor].every((total) => total > 0 && total < Number.POSITIVE_INFINITY);
  if (!isKnown) return { from, to, expected: 0, typical: 0 };
  const expected = TOWARDS * log(anchor / own);
  return { from, to, expected, typical: expected + log(own / typical) };
}

/** The factor of amounts as of a day. */
export function driftAt({ from, to, ...drift }: Drift, of: keyof Amounts, until: number): number {
  const share = Math.min(Math.max((until - from) / (to - from), 0), 1);
  return exp(share * drift[of]);
}

/** What all accounts will spend, by models of that day; 0 where they can't be fitted. */
function anchorOf(histories: Histories, { until, horizon }: View): number {
  const rows = purchaseRowsAt(histories, pastOf(histories, until), until);
  try {
    const { pareto, spend } = modelsAt(histories, until);
    const counts = pareto.expectedPurchases(rows, weeksOf(horizon));
    const amounts = spend?.score(spendRows(rows));
    return sumOf(counts.map((count, row) => count * (amounts?.[row] ?? 0)));
  } catch (cause) {
    if (cause instanceof RefusedRows) return 0;
    throw cause;
  }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
