import type { Measure } from "./base-learners.ts";
import { rowOrder } from "#predict/learners/training-rows.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, matrixOf, numberColumn, numbersOf, takeRows } from "#predict/numerics/matrix.ts";

/** Which columns say whether a row was contacted (1) or left alone (0), and whether it answered (1) or not (0), or how much. */
export type TrialRoles = { readonly treatment: string; readonly target: string; readonly measure?: Measure };

/** Rows of a trial in an order of their own. */
export type TrialRows = { readonly inputs: Matrix; readonly treated: Float64Array; readonly y: Float64Array };

/** Checks and orders; RefusedRows names the first column and row that can't be learnt from. */
export function trialRows(model: string, matrix: Matrix, roles: TrialRoles): TrialRows {
  const { treatment, target } = roles;
  if (matrix.rows === 0) throw new RefusedRows(model, "there are no rows");
  const treated = flagsOf(model, matrix, treatment);
  const y = roles.measure === "amount" ? amountsOf(model, matrix, target) : flagsOf(model, matrix, target);
  for (const arm of [0, 1]) {
    const came = y.filter((_, row) => treated[row] === arm);
    const who = arm === 1 ? "was contacted" : "was left alone";
    if (came.length === 0) throw new RefusedRows(model, `nobody ${who}`, { column: treatment });
    if (came.every((value) => value === came[0])) {
      throw new RefusedRows(model, `all who ${who.replace("was", "were")} did the same`, { column: target });
    }
  }
  const columns = matrix.columns.filter(({ name }) => name !== treatment && name !== target);
  if (columns.length === 0) throw new RefusedRows(model, "there is no column to learn from");
  const order = rowOrder(matrix);
  const sorted = takeRows(
    matrixOf([
      ...columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      numberColumn(treatment, treated),
      numberColumn(target, y),
    ]),
    order,
  );
  return {
    inputs: { rows: matrix.rows, columns: sorted.columns.slice(0, -2) },
    treated: numbersOf(sorted, treatment) ?? treated,
    y: numbersOf(sorted, target) ?? y,
  };
}

/** Some of the rows. */
export function someOf({ inputs, treated, y }: TrialRows, rows: Int32Array): TrialRows {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return { inputs: takeRows(inputs, rows), treated: pick(treated), y: pick(y) };
}

/** Those who were contacted (1), or left alone (0). */
export function armOf(rows: TrialRows, arm: 0 | 1): TrialRows {
  return someOf(
    rows,
    Int32Array.from(rows.treated.keys()).filter((row) => rows.treated[row] === arm),
  );
}

function flagsOf(model: string, matrix: Matrix, column: string): Float64Array {
  const values = numbersOf(matrix, column);
  if (values === undefined) throw new RefusedRows(model, "is missing", { column });
  const row = values.findIndex((value) => value !== 0 && value !== 1);
  if (row !== -1) throw new RefusedRows(model, "is neither 0 nor 1", { column, row });
  return values;
}

function amountsOf(model: string, matrix: Matrix, column: string): Float64Array {
  const values = numbersOf(matrix, column);
  if (values === undefined) throw new RefusedRows(model, "is missing", { column });
  const row = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (row !== -1) throw new RefusedRows(model, "is no amount of 0 or more", { column, row });
  return values;
}
