import type { Trial } from "#predict/evaluate/qini.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import { type Answer, answersOf } from "./answer-of.ts";
import { type Arms, contactsOf } from "./treatment-of.ts";

/** Rows of both arms. */
export type TrialTable = Trial & { readonly inputs: Matrix };

/** The rows of both arms of a table; rows of a third one are passed over. */
export function trialOf(
  model: string,
  { treatment, target, inputs }: Table,
  { arms, event }: { readonly arms: Arms; readonly event: Answer },
): TrialTable {
  if (treatment === undefined) throw new RefusedRows(model, "is missing", { column: arms.column });
  if (target === undefined) throw new RefusedRows(model, "is missing", { column: event.column });
  const contacts = contactsOf(model, treatment, arms);
  const y = answersOf(model, target, event);
  const rows = Int32Array.from(contacts.keys()).filter((row) => !Number.isNaN(contacts[row]));
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return { inputs: takeRows(inputs, rows), treated: pick(contacts), y: pick(y) };
}

/** Rates of answers of both arms, or mean amounts, over some rows or all. */
export type Effect = { readonly contacted: number; readonly alone: number; readonly uplift: number };

export function effectOf({ y, treated }: Trial, rows: Iterable<number> = y.keys()): Effect {
  const [sums, counts] = [
    [0, 0],
    [0, 0],
  ];
  for (const row of rows) {
    const arm = treated[row] === 1 ? 1 : 0;
    sums[arm] = (sums[arm] ?? 0) + (y[row] ?? 0);
    counts[arm] = (counts[arm] ?? 0) + 1;
  }
  const rate = (arm: 0 | 1) => (sums[arm] ?? 0) / (counts[arm] ?? 0);
  return { contacted: rate(1), alone: rate(0), uplift: rate(1) - rate(0) };
}

/** The best rows by score, from the first. */
export function bestRows(scores: Float64Array, share: number): Uint32Array {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  return order.subarray(0, Math.max(1, Math.round(share * order.length)));
}
