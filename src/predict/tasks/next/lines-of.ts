import { historiesOf, type History } from "#predict/next/histories.ts";
import { RefusedRows } from "#predict/models/model.ts";
import {
  categoryColumn,
  type CategoryColumn,
  type Matrix,
  matrixOf,
  numberColumn,
  takeRows,
} from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/** Lines of purchases as models of what comes next take them: customer, at (a whole day), item. */
export function linesOf(model: string, { id, time, target }: Table): Matrix {
  if (id === undefined) throw new RefusedRows(model, "a column that says whose a purchase is must be named (--id)");
  if (time === undefined) throw new RefusedRows(model, "a column that says when a purchase was must be named (--time)");
  if (target === undefined) throw new RefusedRows(model, "a column of items or categories must be named (--target)");
  const item: CategoryColumn =
    target.kind === "category"
      ? { ...target, name: "item" }
      : categoryColumn("item", Array.from(target.values, String));
  const row = item.codes.findIndex((code) => code < 0);
  if (row !== -1) throw new RefusedRows(model, "is missing", { column: target.name, row });
  return matrixOf([categoryColumn("customer", id), numberColumn("at", time.map(Math.floor)), item]);
}

export function daysOf(lines: Matrix): Float64Array {
  const [, at] = lines.columns;
  return at?.kind === "number" ? at.values : new Float64Array(0);
}

/** Lines up to a day, that day included. */
export function linesUntil(lines: Matrix, until: number): Matrix {
  const days = daysOf(lines);
  if (days.every((day) => day <= until)) return lines;
  return takeRows(
    lines,
    Int32Array.from(days.keys()).filter((row) => (days[row] ?? 0) <= until),
  );
}

/** A customer with what she had by a day, and the first basket behind it. */
export type Asked = {
  readonly customer: string;
  readonly before: ReadonlyArray<readonly string[]>;
  readonly wanted: ReadonlySet<string>;
};

/** Customers who had bought by `until` and did again by `end`; RefusedRows names what is missing. */
export function askedAt(
  model: string,
  lines: Matrix,
  { until, end }: { readonly until: number; readonly end: number },
): readonly Asked[] {
  const before = namedHistories(model, linesUntil(lines, until));
  const days = daysOf(lines);
  const behind = takeRows(
    lines,
    Int32Array.from(days.keys()).filter((row) => (days[row] ?? 0) > until && (days[row] ?? 0) <= end),
  );
  if (behind.rows === 0) return [];
  return [...namedHistories(model, behind)].flatMap(([customer, [first = []]]) => {
    const past = before.get(customer);
    return past === undefined ? [] : [{ customer, before: past, wanted: new Set(first) }];
  });
}

/** Baskets of each customer by name, in the order of their names. */
export function namedHistories(model: string, lines: Matrix): ReadonlyMap<string, ReadonlyArray<readonly string[]>> {
  if (lines.rows === 0) return new Map();
  const { customers, histories, items } = historiesOf(model, lines);
  const named = (history: History) => history.map((basket) => basket.map((item) => items[item] ?? ""));
  return new Map(customers.map((customer, index) => [customer, named(histories[index] ?? [])]));
}
