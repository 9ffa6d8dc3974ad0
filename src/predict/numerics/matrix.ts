/** A column of numbers; NaN is a missing value. */
export type NumberColumn = { readonly name: string; readonly kind: "number"; readonly values: Float64Array };

/** A column of categories: `codes[row]` is an index into `levels`, −1 a missing value. */
export type CategoryColumn = {
  readonly name: string;
  readonly kind: "category";
  readonly codes: Int32Array;
  readonly levels: readonly string[];
};

export type Column = NumberColumn | CategoryColumn;

/** Rows by columns, column-major: what every model takes. All columns have `rows` entries. */
export type Matrix = { readonly rows: number; readonly columns: readonly Column[] };

export function numberColumn(name: string, values: ArrayLike<number>): NumberColumn {
  return { name, kind: "number", values: values instanceof Float64Array ? values : Float64Array.from(values) };
}

/** Codes of the texts; levels in the order of the alphabet, so that the order of rows does not show. */
export function categoryColumn(name: string, texts: ReadonlyArray<string | undefined>): CategoryColumn {
  const levels = [...new Set(texts.filter((text) => text !== undefined))].sort();
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const codes = Int32Array.from(texts, (text) => (text === undefined ? -1 : (codeOf.get(text) ?? -1)));
  return { name, kind: "category", codes, levels };
}

/** Throws RangeError where columns differ in length, or two have one name. */
export function matrixOf(columns: readonly Column[]): Matrix {
  const [first] = columns;
  const rows = first === undefined ? 0 : lengthOf(first);
  const names = new Set<string>();
  for (const column of columns) {
    if (lengthOf(column) !== rows) throw new RangeError(`Column ${column.name} has not ${rows} rows.`);
    if (names.has(column.name)) throw new RangeError(`There are two columns ${column.name}.`);
    names.add(column.name);
  }
  return { rows, columns };
}

/** The rows at `indices`, in that order; an index may come more than once. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  return { rows: indices.length, columns: matrix.columns.map((column) => take(column, indices)) };
}

/** The values of the number column `name`; undefined where there is none. */
export function numbersOf(matrix: Matrix, name: string): Float64Array | undefined {
  const column = matrix.columns.find((each) => each.name === name);
  return column?.kind === "number" ? column.values : undefined;
}

function lengthOf(column: Column): number {
  return column.kind === "number" ? column.values.length : column.codes.length;
}

function take(column: Column, indices: ArrayLike<number>): Column {
  if (column.kind === "number") {
    const values = new Float64Array(indices.length);
    for (let row = 0; row < values.length; row += 1) values[row] = column.values[indices[row] ?? -1] ?? Number.NaN;
    return { ...column, values };
  }
  const codes = new Int32Array(indices.length);
  for (let row = 0; row < codes.length; row += 1) codes[row] = column.codes[indices[row] ?? -1] ?? -1;
  return { ...column, codes };
}
