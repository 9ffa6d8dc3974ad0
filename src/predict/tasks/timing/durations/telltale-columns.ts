import type { Subjects } from "./subjects.ts";

/** From here on a column goes up and down with the duration itself. */
const CLOSE = 0.7;
/** More rows than these make the figure no surer. */
const MOST_ROWS = 5_000;

/**
 * Columns of numbers that rank the rows much as their durations do (Spearman 1904). A total paid so far does, and tells what it
 * could not tell beforehand; a day of joining does too, and may well be known.
 */
export function telltaleColumns({ inputs, came }: Subjects): readonly string[] {
  const step = Math.ceil(inputs.rows / MOST_ROWS);
  return inputs.columns.flatMap((column) => {
    if (column.kind === "category") return [];
    const rows = [...column.values.keys()].filter((row) => row % step === 0 && !Number.isNaN(column.values[row]));
    const values = rows.map((row) => column.values[row] ?? 0);
    const times = rows.map((row) => came.time[row] ?? 0);
    return Math.abs(correlation(ranksOf(values), ranksOf(times))) >= CLOSE ? [column.name] : [];
  });
}

/** Equal values share the middle of their ranks. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  let from = 0;
  while (from < order.length) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let place = from; place < to; place += 1) ranks[order[place] ?? 0] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

/** 0 where one of the two does not vary. */
function correlation(left: Float64Array, right: Float64Array): number {
  const middle = (left.length - 1) / 2;
  let [both, one, other] = [0, 0, 0];
  left.forEach((value, row) => {
    const [a, b] = [value - middle, (right[row] ?? 0) - middle];
    both += a * b;
    one += a * a;
    other += b * b;
  });
  return one > 0 && other > 0 ? both / Math.sqrt(one * other) : 0;
}
