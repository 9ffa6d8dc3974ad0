/** Rows of a node: their places in the bins, and of each its gradient and its curvature, in turn. */
export type NodeRows = { readonly rows: Int32Array; readonly slopes: Float64Array };

/** What decides: the bins of the column that was split, and for each bin 1 where it goes left. */
type Sides = { readonly bins: Uint8Array; readonly goesLeft: Uint8Array };

export function emptyRows(size: number): NodeRows {
  return { rows: new Int32Array(size), slopes: new Float64Array(2 * size) };
}

function rowsBetween({ rows, slopes }: NodeRows, from: number, to: number): NodeRows {
  return { rows: rows.subarray(from, to), slopes: slopes.subarray(2 * from, 2 * to) };
}

/**
 * Brings the rows that go left to the front of the node's own memory and the others behind them, each side in the order that
 * it had; `spare` holds the others meanwhile.
 */
export function partitionRows(
  node: NodeRows,
  { bins, goesLeft }: Sides,
  spare: NodeRows,
): readonly [NodeRows, NodeRows] {
  const { rows, slopes } = node;
  let lefts = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? 0;
    const gradient = slopes[2 * index] ?? 0;
    const curvature = slopes[2 * index + 1] ?? 0;
    const rights = index - lefts;
    // Both are written, and the one that does not count is written over: no branch that can't be foreseen.
    rows[lefts] = row;
    slopes[2 * lefts] = gradient;
    slopes[2 * lefts + 1] = curvature;
    spare.rows[rights] = row;
    spare.slopes[2 * rights] = gradient;
    spare.slopes[2 * rights + 1] = curvature;
    lefts += goesLeft[bins[row] ?? 0] ?? 0;
  }
  const others = rowsBetween(spare, 0, rows.length - lefts);
  rows.set(others.rows, lefts);
  slopes.set(others.slopes, 2 * lefts);
  return [rowsBetween(node, 0, lefts), rowsBetween(node, lefts, rows.length)];
}
