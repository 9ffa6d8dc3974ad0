import { type Matrix, numbersOf, takeRows } from "#predict/numerics/matrix.ts";

const ORDER = ["frequency", "recency", "age", "mean_spend", "log_intervals"] as const;

/**
 * Rows of histories for a model to learn from: all while no more than `most` differ, else every n-th in the order of what they say, so
 * that each kind keeps its share.
 */
export function someRows(rows: Matrix, most: number): Matrix {
  if (rows.rows <= most) return rows;
  const columns = ORDER.flatMap((name) => numbersOf(rows, name) ?? []);
  const compare = (a: number, b: number, keys = columns) => {
    for (const values of keys) {
      const difference = (values[a] ?? 0) - (values[b] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const order = Int32Array.from({ length: rows.rows }, (_, row) => row).sort((a, b) => compare(a, b));
  const histories = columns.slice(0, 3);
  const distinct = order.reduce(
    (count, row, place) => count + (place === 0 || compare(order[place - 1] ?? 0, row, histories) !== 0 ? 1 : 0),
    0,
  );
  const step = Math.ceil(distinct / most);
  return step === 1
    ? rows
    : takeRows(
        rows,
        order.filter((_, place) => place % step === 0),
      );
}
