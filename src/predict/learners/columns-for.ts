import { RefusedRows } from "#predict/models/model.ts";
import type { Column, Matrix } from "#predict/numerics/matrix.ts";

type Wanted = { readonly name: string; readonly kind: Column["kind"] };

/** The columns that a fitted model asks for, in its order; RefusedRows names the first one that is missing or of another kind. */
export function columnsFor(model: string, matrix: Matrix, wanted: readonly Wanted[]): readonly Column[] {
  const byName = new Map(matrix.columns.map((column) => [column.name, column]));
  return wanted.map(({ name, kind }) => {
    const column = byName.get(name);
    if (column === undefined) throw new RefusedRows(model, "is missing", { column: name });
    if (column.kind !== kind) {
      throw new RefusedRows(model, `holds ${kind === "number" ? "words, not numbers" : "numbers, not words"}`, {
        column: name,
      });
    }
    if (column.kind === "number") {
      const row = column.values.findIndex((value) => value === Infinity || value === -Infinity);
      if (row !== -1) throw new RefusedRows(model, "is infinite", { column: name, row });
    }
    return column;
  });
}

/** What stands in a column at a row. */
export function valueAt(column: Column, row: number): number | string | undefined {
  if (column.kind === "category") return column.levels[column.codes[row] ?? -1];
  const value = column.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}
