import { type Matrix, numberColumn } from "#predict/numerics/matrix.ts";

/** The least and the greatest value of each column of numbers. */
export type Ranges = Readonly<Record<string, readonly [least: number, most: number]>>;

export function rangesOf({ columns }: Matrix): Ranges {
  return Object.fromEntries(
    columns.flatMap((column) => {
      if (column.kind === "category") return [];
      let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const value of column.values) {
        if (value < least) least = value;
        if (value > most) most = value;
      }
      return least <= most ? [[column.name, [least, most] as const] as const] : [];
    }),
  );
}

/**
 * Rows with no value beyond those that were learnt from: what a hazard multiplies up would grow without bounds out there, as
 * when accounts are older than any in the past that it saw.
 */
export function heldWithin({ rows, columns }: Matrix, ranges: Ranges): Matrix {
  return {
    rows,
    columns: columns.map((column) => {
      const range = ranges[column.name];
      if (column.kind === "category" || range === undefined) return column;
      const [least, most] = range;
      return numberColumn(
        column.name,
        column.values.map((value) => (value < least ? least : value > most ? most : value)),
      );
    }),
  };
}
