import { encodingsOf, termsOf } from "#predict/learners/linear/design.ts";
import { refuseInfinite, rowOrder } from "#predict/learners/training-rows.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { type Matrix, numbersOf, takeRows } from "#predict/numerics/matrix.ts";

/** The column of the time to the event or, where it did not come, to the end of following; and that of which it was (1 or 0). */
export type TimingRoles = { readonly time?: string; readonly happened?: string };

/** The columns that are inputs, by name, and what came of each row. */
export type FollowedRows = {
  readonly inputs: Matrix;
  readonly time: Float64Array;
  readonly happened: Float64Array;
};

export type TimingRows = {
  readonly time: Float64Array;
  readonly happened: Float64Array;
  readonly encodings: ReturnType<typeof encodingsOf>;
  readonly terms: ReturnType<typeof termsOf>;
};

/** Rows to learn times from, in an order of their own; RefusedRows names the column and row that can't be learnt from. */
export function followedRows(model: string, matrix: Matrix, roles: TimingRoles): FollowedRows {
  const { time = "time", happened = "happened" } = roles;
  if (matrix.rows === 0) throw new RefusedRows(model, "there are no rows");
  const times = columnOf(model, matrix, time);
  const early = times.findIndex((value) => !(value > 0 && value < Number.POSITIVE_INFINITY));
  if (early !== -1) throw new RefusedRows(model, "is no time above 0", { column: time, row: early });
  const events = columnOf(model, matrix, happened);
  const odd = events.findIndex((value) => value !== 0 && value !== 1);
  if (odd !== -1) throw new RefusedRows(model, "is neither 0 nor 1", { column: happened, row: odd });
  if (!events.includes(1)) throw new RefusedRows(model, "nothing happened to anybody", { column: happened });
  const inputs = {
    rows: matrix.rows,
    columns: matrix.columns
      .filter(({ name }) => name !== time && name !== happened)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
  refuseInfinite(model, inputs);
  const order = rowOrder(matrix);
  return {
    inputs: takeRows(inputs, order),
    time: Float64Array.from(order, (row) => times[row] ?? 0),
    happened: Float64Array.from(order, (row) => events[row] ?? 0),
  };
}

/** The same with the terms of a linear predictor. */
export function timingRows(model: string, matrix: Matrix, roles: TimingRoles): TimingRows {
  const { inputs, time, happened } = followedRows(model, matrix, roles);
  const encodings = encodingsOf(inputs);
  return { time, happened, encodings, terms: termsOf(encodings, inputs, new Float64Array(matrix.rows).fill(1)) };
}

function columnOf(model: string, matrix: Matrix, column: string): Float64Array {
  const values = numbersOf(matrix, column);
  if (values === undefined) throw new RefusedRows(model, "is missing", { column });
  return values;
}
