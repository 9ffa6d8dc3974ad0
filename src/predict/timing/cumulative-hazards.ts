import { exp } from "#predict/numerics/exponential.ts";
import { log1p } from "#predict/numerics/logarithm.ts";

/** −ln P(no event by each of the rising times) of one row. */
type Hazards = (row: number, rising: readonly number[]) => readonly number[];

/** P(event by each of the times, in any order) of each row: a column a time. */
export function chancesBy(hazardsOf: Hazards, rows: number, times: readonly number[]): readonly Float64Array[] {
  const scores = times.map(() => new Float64Array(rows));
  const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const rising = order.map((place) => times[place] ?? 0);
  for (let row = 0; row < rows; row += 1) {
    hazardsOf(row, rising).forEach((hazard, index) => {
      const column = scores[order[index] ?? 0];
      if (column !== undefined) column[row] = 1 - exp(-hazard);
    });
  }
  return scores;
}

/** The same of periods that end at rising times, by the chance in each of them; within a period at a constant rate. */
export function periodHazards(
  ends: readonly number[],
  chanceIn: (period: number) => number,
  times: readonly number[],
): readonly number[] {
  let period = 0;
  let passed = 0;
  let begin = 0;
  const rateOf = () => -log1p(-Math.min(chanceIn(period), 1 - 1e-12));
  let rate = rateOf();
  return times.map((time) => {
    while (period < ends.length && time >= (ends[period] ?? 0)) {
      passed += rate;
      begin = ends[period] ?? 0;
      period += 1;
      rate = period < ends.length ? rateOf() : 0;
    }
    const end = ends[period] ?? begin;
    return period < ends.length ? passed + (rate * (time - begin)) / (end - begin) : passed;
  });
}
