import { RefusedRows } from "#predict/models/model.ts";
import type { CategoryColumn, Matrix } from "#predict/numerics/matrix.ts";

/** A customer's past: baskets in the order of time, each a set of item codes. */
export type History = ReadonlyArray<readonly number[]>;

/** Histories of customers, in the order of their names; codes are indices into `items`. */
export type Histories = {
  readonly customers: readonly string[];
  readonly items: readonly string[];
  readonly histories: readonly History[];
};

/**
 * Lines (customer, at, item) as histories: lines of a customer with one and the same time are one basket, and an item counts
 * once in it. `at` may be in any unit; only its order counts. RefusedRows names the column and row that is missing.
 */
export function historiesOf(model: string, rows: Matrix): Histories {
  if (rows.rows === 0) throw new RefusedRows(model, "there are no rows");
  const customers = wordsOf(model, rows, "customer");
  const items = wordsOf(model, rows, "item");
  const at = timesOf(model, rows);
  const order = Int32Array.from({ length: rows.rows }, (_, row) => row).sort(
    (a, b) =>
      (customers.codes[a] ?? 0) - (customers.codes[b] ?? 0) ||
      (at[a] ?? 0) - (at[b] ?? 0) ||
      (items.codes[a] ?? 0) - (items.codes[b] ?? 0),
  );
  const names: string[] = [];
  const histories: number[][][] = [];
  let before = -1;
  for (const row of order) {
    const [customer, item] = [customers.codes[row] ?? 0, items.codes[row] ?? 0];
    const isNewCustomer = before === -1 || customers.codes[before] !== customer;
    if (isNewCustomer) {
      names.push(customers.levels[customer] ?? "");
      histories.push([]);
    }
    const baskets = histories.at(-1);
    if (isNewCustomer || at[before] !== at[row]) baskets?.push([]);
    const basket = baskets?.at(-1);
    if (basket?.at(-1) !== item) basket?.push(item);
    before = row;
  }
  return { customers: names, items: items.levels, histories };
}

/** A column of words without gap. */
export function wordsOf(model: string, { columns }: Matrix, name: string): CategoryColumn {
  const column = columns.find((each) => each.name === name);
  if (column === undefined) throw new RefusedRows(model, "is missing", { column: name });
  if (column.kind === "number") throw new RefusedRows(model, "holds numbers, not words", { column: name });
  const row = column.codes.findIndex((code) => code < 0);
  if (row !== -1) throw new RefusedRows(model, "is missing", { column: name, row });
  return column;
}

function timesOf(model: string, { columns }: Matrix): Float64Array {
  const column = columns.find(({ name }) => name === "at");
  if (column === undefined) throw new RefusedRows(model, "is missing", { column: "at" });
  if (column.kind === "category") throw new RefusedRows(model, "holds words, not times", { column: "at" });
  const row = column.values.findIndex((value) => !Number.isFinite(value));
  if (row !== -1) throw new RefusedRows(model, "is no time", { column: "at", row });
  return column.values;
}
