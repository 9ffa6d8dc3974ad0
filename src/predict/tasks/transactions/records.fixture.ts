import { randomInt, seededRandom } from "#kernel/random.ts";
import { drawExponential, drawGamma } from "#predict/numerics/draws.ts";
import { matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/** A purchase of a simulated account. */
export type Line = { readonly id: string; readonly day: number; readonly amount: number; readonly items: number };

/** Accounts that buy at rates of their own, some of which stop; those who buy much a time buy rarely. */
export function records(accounts: number, days: number, seed = 1): readonly Line[] {
  const random = seededRandom(seed);
  return Array.from({ length: accounts }, (_, account) => {
    const rate = drawGamma(random, 1, 40);
    const end = random.next() < 0.5 ? days : random.next() * days;
    const basket = drawGamma(random, 4, 0.1);
    const own: Line[] = [];
    for (let day = random.next() * 60; day < end; day += drawExponential(random, rate)) {
      const amount = Math.round(basket * (0.5 + random.next()) * 100) / 100;
      own.push({ id: `A${account}`, day, amount, items: 1 + randomInt(random, 4) });
    }
    return own;
  }).flat();
}

export function tableOf(rows: readonly Line[]): Table {
  return {
    rows: rows.length,
    id: rows.map(({ id }) => id),
    time: Float64Array.from(rows, ({ day }) => day),
    amount: Float64Array.from(rows, ({ amount }) => amount),
    inputs: matrixOf([
      numberColumn(
        "items",
        Float64Array.from(rows, ({ items }) => items),
      ),
    ]),
    lines: Float64Array.from(rows, (_, row) => row + 2),
  };
}
