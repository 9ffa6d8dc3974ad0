/** How the best part of a list does. */
export type Gain = {
  /** Share of the rows that were taken, from the best score down. */
  readonly depth: number;
  readonly rows: number;
  /** Share of all events, or of all money, that they hold. */
  readonly captured: number;
  /** `captured` over `depth`: how many times better than a list by chance. */
  readonly lift: number;
  /** Mean of y among them. */
  readonly rate: number;
};

const DEPTHS = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/** Gains and lift at the asked depths; rows that tie at a cut count by their mean, so that their order does not show. */
export function gains(scores: Float64Array, y: Float64Array, depths: readonly number[] = DEPTHS): readonly Gain[] {
  const running = cumulated(scores, y);
  const total = running.at(-1) ?? 0;
  return depths.map((depth) => {
    const rows = Math.max(1, Math.round(depth * scores.length));
    const sum = running[rows - 1] ?? 0;
    const captured = sum / total;
    return { depth, rows, captured, lift: (captured * scores.length) / rows, rate: sum / rows };
  });
}

/** What one event brings, or one unit of y, and what it costs to ask one row. */
export type Worth = { readonly value: number; readonly cost: number };

export type ProfitPoint = { readonly depth: number; readonly rows: number; readonly profit: number };

export type Profit = { readonly points: readonly ProfitPoint[]; readonly best: ProfitPoint };

/** What asking the best rows brings, less what it costs; `best` is exact to the row, and nobody where none is worth it. */
export function profitCurve(scores: Float64Array, y: Float64Array, worth: Worth): Profit {
  const running = cumulated(scores, y);
  const nobody: ProfitPoint = { depth: 0, rows: 0, profit: 0 };
  let best = nobody;
  running.forEach((sum, place) => {
    const rows = place + 1;
    const profit = worth.value * sum - worth.cost * rows;
    if (profit > best.profit) best = { depth: rows / scores.length, rows, profit };
  });
  return { points: [nobody, ...profitsOf(gains(scores, y), worth)], best };
}

/** The profit at each depth of gains. */
export function profitsOf(gained: readonly Gain[], { value, cost }: Worth): readonly ProfitPoint[] {
  return gained.map(({ depth, rows, rate }) => ({ depth, rows, profit: rows * (value * rate - cost) }));
}

/** Sum of y over the best 1, 2, 3, … rows, in which each row of a tie counts the mean of the tie. */
function cumulated(scores: Float64Array, y: Float64Array): Float64Array {
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const running = new Float64Array(order.length);
  let [sum, from] = [0, 0];
  while (from < order.length) {
    let to = from;
    let inside = 0;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) {
      inside += y[order[to] ?? 0] ?? 0;
      to += 1;
    }
    for (let place = from; place < to; place += 1) running[place] = sum + (inside * (place + 1 - from)) / (to - from);
    sum += inside;
    from = to;
  }
  return running;
}
