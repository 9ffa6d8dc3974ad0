import { joinArrays } from "#predict/numerics/join-arrays.ts";
import { categoryColumn, type Column, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/** Tables with the same columns as one, the rows of the first one first. */
export function stackTables(tables: readonly Table[]): Table {
  const [first] = tables;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const columns = (first?.inputs.columns ?? []).map((_, index) =>
    joined(tables.flatMap((table) => table.inputs.columns[index] ?? [])),
  );
  const targets = tables.flatMap(({ target }) => target ?? []);
  return {
    rows,
    id: tables.flatMap(({ id = [] }) => id),
    time: joinArrays(tables.map(({ time = new Float64Array(0) }) => time)),
    ...(targets.length === 0 ? {} : { target: joined(targets) }),
    inputs: { rows, columns },
    lines: Float64Array.from({ length: rows }, (_, row) => row),
  };
}

/** Words keep their meaning though each table counts its levels for itself. */
function joined(columns: readonly Column[]): Column {
  const [first] = columns;
  if (first === undefined || first.kind === "number") {
    return numberColumn(
      first?.name ?? "",
      joinArrays(columns.map((column) => (column.kind === "number" ? column.values : new Float64Array(0)))),
    );
  }
  const texts = columns.flatMap((column) =>
    column.kind === "category" ? Array.from(column.codes, (code) => column.levels[code]) : [],
  );
  return categoryColumn(first.name, texts);
}
