/** Times to an event; `happened` is 1 where it came at `time`, 0 where the row was only followed until then. */
export type Survival = { readonly time: Float64Array; readonly happened: Float64Array };

/**
 * Harrell's c (Harrell et al. 1982): of all pairs whose order is known, the share in which the row with the higher `risk` has
 * its event first; ties of risk count one half. NaN where no pair is known.
 */
export function concordance(risk: Float64Array, { time, happened }: Survival): number {
  const ranks = rankOf(risk);
  const tree = new Float64Array(ranks.size + 1);
  const order = Uint32Array.from(time, (_, row) => row).sort((a, b) => (time[b] ?? 0) - (time[a] ?? 0));
  let [concordant, pairs, seen, from] = [0, 0, 0, 0];
  while (from < order.length) {
    let to = from;
    while (to < order.length && time[order[to] ?? 0] === time[order[from] ?? 0]) to += 1;
    const group = order.subarray(from, to);
    // Who was followed exactly as long, and had nothing happen, outlived the event.
    const survivors = group.filter((row) => happened[row] !== 1);
    for (const row of survivors) add(tree, ranks.of[row] ?? 0);
    seen += survivors.length;
    for (const row of group) {
      if (happened[row] !== 1) continue;
      const rank = ranks.of[row] ?? 0;
      const below = sumTo(tree, rank - 1);
      concordant += below + 0.5 * (sumTo(tree, rank) - below);
      pairs += seen;
    }
    for (const row of group) if (happened[row] === 1) add(tree, ranks.of[row] ?? 0);
    seen += group.length - survivors.length;
    from = to;
  }
  return concordant / pairs;
}

/** Rank of each value from 1, equal values sharing one. */
function rankOf(values: Float64Array): { readonly of: Uint32Array; readonly size: number } {
  const distinct = [...new Set(values.toSorted())];
  const places = new Map(distinct.map((value, place) => [value, place + 1]));
  return { of: Uint32Array.from(values, (value) => places.get(value) ?? 0), size: distinct.length };
}

/** Counts by rank whose partial sums cost a logarithm (Fenwick 1994). */
function add(tree: Float64Array, rank: number): void {
  for (let at = rank; at < tree.length; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
}

function sumTo(tree: Float64Array, rank: number): number {
  let sum = 0;
  for (let at = rank; at > 0; at -= at & -at) sum += tree[at] ?? 0;
  return sum;
}
