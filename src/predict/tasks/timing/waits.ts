import { randomInt, seededRandom } from "#kernel/random.ts";
import type { Survival } from "#predict/evaluate/concordance.ts";
import type { Lookback } from "#predict/tasks/transactions/origins.ts";

/** 1 where the event came within so many days; all rows were followed so long. */
export function cameBy({ time, happened }: Survival, days: number): Float64Array {
  return time.map((wait, row) => (happened[row] === 1 && wait <= days ? 1 : 0));
}

/** More rows than these teach a hazard little more: a sample stands for them. */
const MOST_ROWS = 20_000;

/**
 * Days to the next purchase. All rows were followed to the end of the horizon's last day, so that who did not buy is known to
 * have outlived each of its moments.
 */
export function waitsOf({ waits, purchases }: Pick<Lookback, "waits" | "purchases">): Survival {
  const happened = purchases.map((count) => (count > 0 ? 1 : 0));
  return { time: waits.map((wait, row) => (happened[row] === 1 ? wait : wait + 1)), happened };
}

/** Rows for a hazard to learn from, in rising order. */
export function sampleOf(rows: Int32Array, seed: number): Int32Array {
  if (rows.length <= MOST_ROWS) return rows;
  const random = seededRandom(seed);
  const places = Int32Array.from(rows);
  for (let place = 0; place < MOST_ROWS; place += 1) {
    const other = place + randomInt(random, places.length - place);
    [places[place], places[other]] = [places[other] ?? 0, places[place] ?? 0];
  }
  return places.slice(0, MOST_ROWS).sort();
}

const GRID = 10;

/** Days at which curves are judged: tenths of the horizon. */
export function gridOf(horizon: number): readonly number[] {
  return Array.from({ length: GRID }, (_, index) => (horizon * (index + 1)) / GRID);
}
