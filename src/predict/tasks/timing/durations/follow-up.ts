import type { Survival } from "#predict/evaluate/concordance.ts";
import { quantiles } from "#predict/numerics/quantile.ts";

/** Behind the time that one row in ten reaches, what was seen rests on so few that candidates can't be told apart by it. */
const MOST_FOLLOWED = 0.9;

/**
 * How far rows are looked over: to the furthest asked time, as long as a tenth of the rows were followed, and in any case to
 * the median event.
 */
export function lookedOver({ time, happened }: Survival, asked: readonly number[]): number {
  const events = time.filter((_, row) => happened[row] === 1);
  const [followed = 0] = quantiles(time, [MOST_FOLLOWED]);
  const [middle = 0] = events.length === 0 ? [] : quantiles(events, [0.5]);
  return Math.min(Math.max(followed, middle), ...(asked.length > 0 ? [Math.max(...asked)] : []));
}

/** The longest that anybody was followed. */
export function longest({ time }: Survival): number {
  return time.reduce((most, value) => (value > most ? value : most), 0);
}
