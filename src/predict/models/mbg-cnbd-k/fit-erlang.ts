import { distinctHistories, someHistories } from "#predict/models/btyd/distinct-histories.ts";
import { type Maximum, maximiseLikelihood } from "#predict/models/btyd/maximise-likelihood.ts";
import type { PurchaseRows } from "#predict/models/btyd/purchase-rows.ts";
import { erlangLikelihood } from "./erlang-likelihood.ts";
import type { ErlangProcess } from "./erlang-process.ts";

/** (r, α, a, b) of greatest likelihood, and that likelihood without the part that they do not change. */
export function fitErlang(model: string, rows: PurchaseRows, process: ErlangProcess): Maximum {
  const histories = distinctHistories(rows);
  const some = someHistories(histories);
  return maximiseLikelihood({
    model,
    objective: erlangLikelihood(histories, process),
    ...(some === undefined ? {} : { some: { objective: erlangLikelihood(some, process), customers: rows.rows } }),
    start: [1, meanGap(rows) / process.k, 1, 3],
    customers: rows.rows,
  });
}

/** Time a purchase takes on average, so that the search starts alike in every unit of time. */
function meanGap({ age, frequency }: PurchaseRows): number {
  const sum = (values: Float64Array) => values.toSorted().reduce((total, value) => total + value, 0);
  return sum(age) / sum(frequency);
}
