import type { Table } from "#predict/tables/table.ts";

/** An account's own share counts as much as that of all once it has spent as much as so many mean records. */
const SHRINKAGE = 5;

/**
 * Share of each account's money that is margin, from its records up to a day, drawn towards that of all accounts where there
 * are few. `ids` are asked for; undefined where no margins are known.
 */
export function marginShares(
  { id = [], time, amount, margin }: Table,
  ids: readonly string[],
  until: number,
): Float64Array | undefined {
  if (margin === undefined || amount === undefined) return undefined;
  const sums = new Map<string, { amount: number; margin: number }>();
  const all = { amount: 0, margin: 0, records: 0 };
  // In the order of the amounts, since sums of doubles depend on it and records have none.
  const order = Uint32Array.from(amount.keys()).sort(
    (a, b) => (amount[a] ?? 0) - (amount[b] ?? 0) || (margin[a] ?? 0) - (margin[b] ?? 0),
  );
  for (const record of order) {
    if (Math.floor(time?.[record] ?? 0) > until) continue;
    const own = sums.get(id[record] ?? "") ?? { amount: 0, margin: 0 };
    for (const sum of [own, all]) {
      sum.amount += amount[record] ?? 0;
      sum.margin += margin[record] ?? 0;
    }
    all.records += 1;
    sums.set(id[record] ?? "", own);
  }
  const share = all.amount > 0 ? all.margin / all.amount : 0;
  const weight = (SHRINKAGE * all.amount) / Math.max(1, all.records);
  return Float64Array.from(ids, (each) => {
    const own = sums.get(each) ?? { amount: 0, margin: 0 };
    const whole = own.amount + weight;
    return whole > 0 ? (own.margin + weight * share) / whole : share;
  });
}
