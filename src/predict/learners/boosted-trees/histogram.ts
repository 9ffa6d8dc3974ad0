import type { Feature } from "./bin-columns.ts";

/** Columns of bytes, with the place that each has in a histogram. */
export type Binned = {
  readonly rows: number;
  readonly features: readonly Feature[];
  readonly bins: readonly Uint8Array[];
};

/** Sums of gradient and curvature of each bin of each column: 512 numbers a column, gradient and curvature in turn. */
export type Histogram = Float64Array;

export const COLUMN_SIZE = 512;

/** Rows of a node, and their slopes in the same order. */
export type NodeRows = {
  /** Places of the node's rows in the bins. */
  readonly rows: Int32Array;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
};

/** Fills `histogram` for the columns that take part. */
export function fillHistogram(
  histogram: Histogram,
  { bins }: Binned,
  { columns, node }: { readonly columns: Int32Array; readonly node: NodeRows },
): void {
  const { rows, gradient, curvature } = node;
  for (const column of columns) {
    const part = histogram.subarray(column * COLUMN_SIZE, (column + 1) * COLUMN_SIZE);
    part.fill(0);
    addRows(part, bins[column] ?? new Uint8Array(0), { rows, gradient, curvature });
  }
}

function addRows(part: Float64Array, bins: Uint8Array, { rows, gradient, curvature }: NodeRows): void {
  for (let index = 0; index < rows.length; index += 1) {
    const at = 2 * (bins[rows[index] ?? 0] ?? 0);
    part[at] = (part[at] ?? 0) + (gradient[index] ?? 0);
    part[at + 1] = (part[at + 1] ?? 0) + (curvature[index] ?? 0);
  }
}

/** What is left of a parent without one child: the other child, for the price of its bins and not of its rows. */
export function subtractHistogram(parent: Histogram, child: Histogram, columns: Int32Array): void {
  for (const column of columns) {
    const end = (column + 1) * COLUMN_SIZE;
    for (let at = column * COLUMN_SIZE; at < end; at += 1) parent[at] = (parent[at] ?? 0) - (child[at] ?? 0);
  }
}
