/** A rising step function by its knots: `y[k]` holds at `x[k]`, straight lines lie between, the ends go on level. */
export type Isotonic = { readonly x: Float64Array; readonly y: Float64Array };

type Block = { from: number; to: number; weight: number; sum: number };

/**
 * The rising function of `x` closest to `y` by weighted squares: pool adjacent violators (Ayer et al. 1955). Rows with one x
 * are one knot, so their order does not show. Rows with weight 0 say nothing.
 */
export function isotonic(x: Float64Array, y: Float64Array, weights?: Float64Array): Isotonic {
  const weightOf = (row: number) => weights?.[row] ?? 1;
  const order = Array.from(x, (_, row) => row).filter((row) => weightOf(row) > 0);
  order.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || (y[a] ?? 0) - (y[b] ?? 0) || weightOf(a) - weightOf(b));
  const blocks: Block[] = [];
  for (const row of order) {
    const at = x[row] ?? 0;
    const weight = weightOf(row);
    const last = blocks.at(-1);
    if (last !== undefined && last.to === at) {
      last.weight += weight;
      last.sum += weight * (y[row] ?? 0);
    } else {
      blocks.push({ from: at, to: at, weight, sum: weight * (y[row] ?? 0) });
    }
  }
  return knots(pool(blocks));
}

/** The value of the function at `at`. */
export function isotonicAt({ x, y }: Isotonic, at: number): number {
  let low = 0;
  let high = x.length - 1;
  if (!(at > (x[0] ?? Number.NaN))) return y[0] ?? Number.NaN;
  if (at >= (x[high] ?? 0)) return y[high] ?? Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [left, right] = [x[low] ?? 0, x[high] ?? 0];
  const [below, above] = [y[low] ?? 0, y[high] ?? 0];
  return below + ((above - below) * (at - left)) / (right - left);
}

function pool(blocks: readonly Block[]): readonly Block[] {
  const pooled: Block[] = [];
  for (const block of blocks) {
    let current = { ...block };
    let before = pooled.at(-1);
    while (before !== undefined && before.sum / before.weight >= current.sum / current.weight) {
      pooled.pop();
      current = {
        from: before.from,
        to: current.to,
        weight: before.weight + current.weight,
        sum: before.sum + current.sum,
      };
      before = pooled.at(-1);
    }
    pooled.push(current);
  }
  return pooled;
}

/** A block of several x is level from its first to its last. */
function knots(blocks: readonly Block[]): Isotonic {
  const ends = blocks.flatMap(({ from, to, sum, weight }) => {
    const y = sum / weight;
    return from === to
      ? [{ x: from, y }]
      : [
          { x: from, y },
          { x: to, y },
        ];
  });
  return { x: Float64Array.from(ends, ({ x }) => x), y: Float64Array.from(ends, ({ y }) => y) };
}
