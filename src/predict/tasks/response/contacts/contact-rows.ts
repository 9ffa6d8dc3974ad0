import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import { type Event, outcomesOf } from "#predict/tasks/propensity/event-of.ts";

/** Which columns say how people were contacted and what came of it; kinds in the order of the alphabet. */
export type Asking = { readonly column: string; readonly kinds: readonly string[]; readonly event: Event };

/** Dispositions: how each was contacted, as a place among the kinds, and whether she answered. */
export type ContactRows = {
  readonly inputs: Matrix;
  readonly kind: Int32Array;
  readonly y: Float64Array;
};

/** Fewer answers than these by one kind can't bear a chance of it. */
const LEAST_EVENTS = 20;

/** The kinds of contact of a column, as they are named in it. */
export function kindsOf({ treatment }: Table): readonly string[] {
  const found = new Set(treatment?.codes ?? []);
  return treatment?.levels.filter((_, code) => found.has(code)).toSorted() ?? [];
}

/** RefusedRows names the first row of which a kind or an answer is not known; kinds that were not asked for are passed over. */
export function contactRows(model: string, table: Table, { column, kinds, event }: Asking): ContactRows {
  const { treatment, target, inputs } = table;
  if (treatment === undefined) throw new RefusedRows(model, "is missing", { column });
  if (target === undefined) throw new RefusedRows(model, "is missing", { column: event.column });
  const y = outcomesOf(model, target, event);
  const kind = Int32Array.from(treatment.codes, (code, row) => {
    if (code < 0) throw new RefusedRows(model, "is missing", { column, row });
    return kinds.indexOf(treatment.levels[code] ?? "");
  });
  return someContacts(
    { inputs, kind, y },
    Int32Array.from(kind.keys()).filter((row) => (kind[row] ?? -1) >= 0),
  );
}

export function someContacts({ inputs, kind, y }: ContactRows, rows: Int32Array): ContactRows {
  return {
    inputs: takeRows(inputs, rows),
    kind: Int32Array.from(rows, (row) => kind[row] ?? 0),
    y: Float64Array.from(rows, (row) => y[row] ?? 0),
  };
}

export function refuseFewAnswers(model: string, { kind, y }: ContactRows, { column, kinds }: Asking): void {
  kinds.forEach((word, place) => {
    const came = y.filter((_, row) => kind[row] === place);
    const events = came.reduce((sum, value) => sum + value, 0);
    if (Math.min(events, came.length - events) >= LEAST_EVENTS) return;
    throw new RefusedRows(
      model,
      `${events} of ${came.length} rows with ${word} have the event: at least ${LEAST_EVENTS} with and without it are needed`,
      { column },
    );
  });
}
