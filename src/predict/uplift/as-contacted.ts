import { type Column, type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

/** As what a row is looked at: as it is, or as if it were contacted or left alone. */
export type As = "is" | "contacted" | "alone";

/** The column of the contact; no column of a file can have this name, which is trimmed there. */
export const CONTACT = " contact";
const PREFIX = "contact × ";

/** The column that an interaction with the contact stands for; other names stay as they are. */
export function plainName(column: string): string {
  return column.startsWith(PREFIX) ? column.slice(PREFIX.length) : column;
}

/** Means of the numbers, around which interactions turn: they say then how much a row is moved more or less than the average. */
export function meansOf({ columns }: Matrix): Readonly<Record<string, number>> {
  return Object.fromEntries(
    columns.flatMap((column) => {
      if (column.kind === "category") return [];
      const known = column.values.filter((value) => !Number.isNaN(value)).sort();
      return [[column.name, known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length]];
    }),
  );
}

/** The rows with a column that says who is contacted; with `means`, each column a second time for those who are. */
export function withContact(inputs: Matrix, contact: Float64Array, means?: Readonly<Record<string, number>>): Matrix {
  const crossed = means === undefined ? [] : inputs.columns.map((column) => crossedWith(column, contact, means));
  return matrixOf([...inputs.columns, numberColumn(CONTACT, contact), ...crossed]);
}

function crossedWith(column: Column, contact: Float64Array, means: Readonly<Record<string, number>>): Column {
  const name = `${PREFIX}${column.name}`;
  if (column.kind === "category") {
    return { ...column, name, codes: column.codes.map((code, row) => (contact[row] === 1 ? code : -1)) };
  }
  const centre = means[column.name] ?? 0;
  const values = column.values.map((value, row) => (contact[row] === 1 && !Number.isNaN(value) ? value - centre : 0));
  return { name, kind: "number", values };
}
