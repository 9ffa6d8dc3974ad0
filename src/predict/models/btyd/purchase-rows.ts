import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, numbersOf } from "#predict/numerics/matrix.ts";

/**
 * Purchase histories, one a customer, in any unit of time: `frequency` counts the repeat purchases (x), `recency` is the time
 * from the first purchase to the last (t_x), `age` that from the first purchase to now (T).
 */
export type PurchaseRows = {
  readonly rows: number;
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
};

const REQUIRED = ["frequency", "recency", "age"] as const;

/** The columns frequency, recency and age of `matrix`; RefusedRows names the first column and row that is no history. */
export function purchaseRows(model: string, matrix: Matrix): PurchaseRows {
  if (matrix.rows === 0) throw new RefusedRows(model, "there are no rows");
  const [frequency, recency, age] = REQUIRED.map((name) => numberColumnOf(model, matrix, name));
  if (frequency === undefined || recency === undefined || age === undefined) throw new RefusedRows(model, "no columns");
  for (let row = 0; row < matrix.rows; row += 1) {
    const count = frequency[row] ?? 0;
    const last = recency[row] ?? 0;
    if (!Number.isInteger(count)) throw new RefusedRows(model, "is no whole number", { column: "frequency", row });
    if (last > (age[row] ?? 0)) throw new RefusedRows(model, "is beyond the age", { column: "recency", row });
    if (count === 0 && last > 0)
      throw new RefusedRows(model, "is not 0 without repeat purchase", { column: "recency", row });
    if (count > 0 && last === 0) throw new RefusedRows(model, "is 0 with repeat purchases", { column: "recency", row });
  }
  return { rows: matrix.rows, frequency, recency, age };
}

/** A column of finite numbers ≥ 0. */
export function numberColumnOf(model: string, matrix: Matrix, column: string): Float64Array {
  const values = numbersOf(matrix, column);
  if (values === undefined) throw new RefusedRows(model, "is missing", { column });
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new RefusedRows(model, faultOf(value), { column, row });
  }
  return values;
}

function faultOf(value: number): string {
  if (Number.isNaN(value)) return "is missing or no number";
  return value < 0 ? "is negative" : "is infinite";
}

/** A length of time that scores are asked for. */
export function checkHorizon(model: string, horizon: number): void {
  if (!(horizon >= 0 && horizon < Number.POSITIVE_INFINITY)) {
    throw new RefusedRows(model, "the horizon is no finite time from 0 on");
  }
}
