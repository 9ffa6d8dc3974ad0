import type { Column } from "#predict/numerics/matrix.ts";
import { type Feature, putBins } from "./bin-columns.ts";

/** One byte a row and column, column after column: the bin of `row` in column c is `bytes[c × rows + row]`. */
export type BinnedRows = { readonly rows: number; readonly bytes: Uint8Array };

/** RangeError where the kind of a column is another than its feature's. */
export function binRows(features: readonly Feature[], columns: readonly Column[], rows: number): BinnedRows {
  const bytes = new Uint8Array(features.length * rows);
  features.forEach((feature, index) => {
    const column = columns[index];
    if (column !== undefined) putBins(bytes.subarray(index * rows, (index + 1) * rows), feature, column);
  });
  return { rows, bytes };
}
