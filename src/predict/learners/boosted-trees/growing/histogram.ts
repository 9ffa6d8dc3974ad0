import type { BinnedRows } from "#predict/learners/boosted-trees/binned-rows.ts";
import type { NodeRows } from "./node-rows.ts";

/** Sums of gradient and curvature of each bin of each column: 512 numbers a column, gradient and curvature in turn. */
export type Histogram = Float64Array;

export const COLUMN_SIZE = 512;

/** Fills `histogram` for the columns that take part; several at once, since each row is then looked up once for them. */
export function fillHistogram(
  histogram: Histogram,
  binned: BinnedRows,
  { columns, node }: { readonly columns: Int32Array; readonly node: NodeRows },
): void {
  for (const column of columns) histogram.fill(0, column * COLUMN_SIZE, (column + 1) * COLUMN_SIZE);
  const at = { histogram, bytes: binned.bytes, node };
  const spot = (place: number): Spot => {
    const column = columns[place] ?? 0;
    return { sums: column * COLUMN_SIZE, bins: column * binned.rows };
  };
  let place = 0;
  for (; place + 3 <= columns.length; place += 3) addThree(at, [spot(place), spot(place + 1), spot(place + 2)]);
  for (; place < columns.length; place += 1) addOne(at, spot(place));
}

type At = { readonly histogram: Histogram; readonly bytes: Uint8Array; readonly node: NodeRows };
/** Where a column's sums begin, and where its bins. */
type Spot = { readonly sums: number; readonly bins: number };

function addOne({ histogram, bytes, node: { rows, slopes } }: At, { sums, bins }: Spot): void {
  for (let index = 0; index < rows.length; index += 1) {
    const at = sums + 2 * (bytes[bins + (rows[index] ?? 0)] ?? 0);
    histogram[at] = (histogram[at] ?? 0) + (slopes[2 * index] ?? 0);
    histogram[at + 1] = (histogram[at + 1] ?? 0) + (slopes[2 * index + 1] ?? 0);
  }
}

function addThree(
  { histogram, bytes, node: { rows, slopes } }: At,
  [one, two, three]: readonly [Spot, Spot, Spot],
): void {
  const { sums: sums1, bins: bins1 } = one;
  const { sums: sums2, bins: bins2 } = two;
  const { sums: sums3, bins: bins3 } = three;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? 0;
    const gradient = slopes[2 * index] ?? 0;
    const curvature = slopes[2 * index + 1] ?? 0;
    const at1 = sums1 + 2 * (bytes[bins1 + row] ?? 0);
    const at2 = sums2 + 2 * (bytes[bins2 + row] ?? 0);
    const at3 = sums3 + 2 * (bytes[bins3 + row] ?? 0);
    histogram[at1] = (histogram[at1] ?? 0) + gradient;
    histogram[at1 + 1] = (histogram[at1 + 1] ?? 0) + curvature;
    histogram[at2] = (histogram[at2] ?? 0) + gradient;
    histogram[at2 + 1] = (histogram[at2 + 1] ?? 0) + curvature;
    histogram[at3] = (histogram[at3] ?? 0) + gradient;
    histogram[at3 + 1] = (histogram[at3 + 1] ?? 0) + curvature;
  }
}

/** What is left of a parent without one child: the other child, for the price of its bins and not of its rows. */
export function subtractHistogram(parent: Histogram, child: Histogram, columns: Int32Array): void {
  for (const column of columns) {
    const end = (column + 1) * COLUMN_SIZE;
    for (let at = column * COLUMN_SIZE; at < end; at += 1) parent[at] = (parent[at] ?? 0) - (child[at] ?? 0);
  }
}
