import { RefusedRows } from "#predict/models/model.ts";
import { type Column, type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import type { Loss } from "./losses.ts";

/** Which columns of the rows are no inputs: what is learnt, and how much each row counts. */
export type Roles = { readonly target: string; readonly weight?: string };

/** Rows to learn from, in an order of their own: it depends on what they hold and not on how they came. */
export type TrainingRows = {
  readonly inputs: Matrix;
  readonly y: Float64Array;
  /** 1 where rows do not differ. */
  readonly weights: Float64Array;
  /** Place of each of these rows in the matrix that came. */
  readonly order: Int32Array;
};

/** Checks and orders; RefusedRows names the first column and row that can't be learnt from. */
export function trainingRows(model: string, matrix: Matrix, { roles, loss }: Needs): TrainingRows {
  if (matrix.rows === 0) throw new RefusedRows(model, "there are no rows");
  const y = finiteColumn(model, matrix, roles.target);
  const row = y.findIndex((value) => !loss.takes(value));
  if (row !== -1) throw new RefusedRows(model, `${y[row]} is no ${loss.name} target`, { column: roles.target, row });
  const weights = roles.weight === undefined ? undefined : finiteColumn(model, matrix, roles.weight);
  const light = weights?.findIndex((weight) => !(weight >= 0)) ?? -1;
  if (light !== -1) throw new RefusedRows(model, "is negative", { column: roles.weight ?? "", row: light });
  const inputs = inputsOf(matrix, roles);
  refuseInfinite(model, inputs);
  const order = rowOrder(matrix);
  return {
    inputs: takeRows(inputs, order),
    y: taken(y, order),
    weights: weights === undefined ? new Float64Array(matrix.rows).fill(1) : taken(weights, order),
    order,
  };
}

type Needs = { readonly roles: Roles; readonly loss: Loss };

/** The columns that a model may look at, by name, so that their order does not show either. */
function inputsOf(matrix: Matrix, { target, weight }: Roles): Matrix {
  const columns = matrix.columns.filter(({ name }) => name !== target && name !== weight);
  return { rows: matrix.rows, columns: columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

export function refuseInfinite(model: string, matrix: Matrix): void {
  for (const column of matrix.columns) {
    if (column.kind === "category") continue;
    const row = column.values.findIndex((value) => value === Infinity || value === -Infinity);
    if (row !== -1) throw new RefusedRows(model, "is infinite", { column: column.name, row });
  }
}

/** Rows sorted by all that they hold: equal rows can't be told apart, so any order of them is the same. */
export function rowOrder({ rows, columns }: Matrix): Int32Array {
  const keys = columns.map(sortKeys);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  return order.sort((a, b) => {
    for (const key of keys) {
      const [left = 0, right = 0] = [key[a], key[b]];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  });
}

/** Numbers with a place for what is missing; −0 is 0. */
function sortKeys(column: Column): ArrayLike<number> {
  if (column.kind === "category") return column.codes;
  return column.values.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value));
}

function finiteColumn(model: string, matrix: Matrix, name: string): Float64Array {
  const column = matrix.columns.find((each) => each.name === name);
  if (column === undefined) throw new RefusedRows(model, "is missing", { column: name });
  if (column.kind === "category") throw new RefusedRows(model, "holds words, not numbers", { column: name });
  const row = column.values.findIndex((value) => !Number.isFinite(value));
  if (row !== -1) throw new RefusedRows(model, "is missing or no finite number", { column: name, row });
  return column.values;
}

function taken(values: Float64Array, order: Int32Array): Float64Array {
  return Float64Array.from(order, (row) => values[row] ?? 0);
}
