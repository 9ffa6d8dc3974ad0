import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { type Matrix, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import type { FollowedRows } from "#predict/timing/timing-rows.ts";

/** The column of the period: no column of a file can have this name, which is trimmed there. */
export const PERIOD = " period";

/** `rows` holds each row once a period, all periods of a row together; `seen` are the places of those that were followed. */
export type PersonPeriods = { readonly rows: TrainingRows; readonly seen: Int32Array };

/**
 * Each row once a period (Singer and Willett 1993): whether the event came in it, and how much of it the row was followed. What
 * lies behind the event or the end of following has the weight 0.
 */
export function personPeriods({ inputs, time, happened }: FollowedRows, ends: readonly number[]): PersonPeriods {
  const size = inputs.rows * ends.length;
  const y = new Float64Array(size);
  const weights = new Float64Array(size);
  const periods = new Float64Array(size);
  for (let place = 0; place < size; place += 1) {
    const row = Math.floor(place / ends.length);
    const period = place % ends.length;
    const [begin, end, at] = [ends[period - 1] ?? 0, ends[period] ?? 0, time[row] ?? 0];
    const isIn = happened[row] === 1 && at > begin && at <= end;
    y[place] = isIn ? 1 : 0;
    weights[place] = isIn || at >= end ? 1 : at > begin ? (at - begin) / (end - begin) : 0;
    periods[place] = period;
  }
  const order = Int32Array.from({ length: size }, (_, place) => place);
  const { columns } = takeRows(
    inputs,
    order.map((place) => Math.floor(place / ends.length)),
  );
  return {
    rows: {
      inputs: { rows: size, columns: [...columns, numberColumn(PERIOD, periods)] },
      y,
      weights,
      order,
    },
    seen: order.filter((place) => (weights[place] ?? 0) > 0),
  };
}

/** The rows, all of them in one period. */
export function inPeriod({ rows, columns }: Matrix, period: number): Matrix {
  return { rows, columns: [...columns, numberColumn(PERIOD, new Float64Array(rows).fill(period))] };
}
