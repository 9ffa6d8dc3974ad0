import { remembered } from "#kernel/remember.ts";
import { RefusedRows } from "#predict/models/model.ts";
import type { CategoryColumn, Column, NumberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/**
 * Purchases of accounts: one entry a day on which an account bought, all of an account together and in the order of time.
 * `from[k]` is the place of account k's first entry, `from[k + 1]` the end.
 */
export type Histories = {
  /** In the order of the alphabet. */
  readonly ids: readonly string[];
  readonly from: Int32Array;
  readonly day: Float64Array;
  /** Money of the day, and how many records it had. */
  readonly amount: Float64Array;
  readonly lines: Float64Array;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly hasAmounts: boolean;
  /** What else the records say, by day: sums of numbers (what is missing counts as 0), and one of the day's words. */
  readonly numbers: readonly NumberColumn[];
  readonly words: readonly CategoryColumn[];
};

/**
 * Records of purchases as histories; RefusedRows names what is missing or negative. Tasks that look at one table look at one
 * and the same histories.
 */
export function historiesOf(task: string, table: Table): Histories {
  return historiesIn(table, task);
}

const historiesIn = remembered(gatherHistories, () => "");

function gatherHistories({ id, time, amount, inputs }: Table, task: string): Histories {
  if (id === undefined) throw new RefusedRows(task, "a column that says whose a purchase is must be named (--id)");
  if (time === undefined) throw new RefusedRows(task, "a column that says when a purchase was must be named (--time)");
  const negative = amount?.findIndex((value) => value < 0) ?? -1;
  if (negative !== -1) throw new RefusedRows(task, "an amount is negative: leave returns out", { row: negative });
  const ids = [...new Set(id)].sort();
  const places = new Map(ids.map((each, place) => [each, place]));
  const account = Int32Array.from(id, (each) => places.get(each) ?? 0);
  const order = Uint32Array.from(account.keys()).sort(
    (a, b) =>
      (account[a] ?? 0) - (account[b] ?? 0) ||
      Math.floor(time[a] ?? 0) - Math.floor(time[b] ?? 0) ||
      (amount?.[a] ?? 0) - (amount?.[b] ?? 0),
  );
  return gather({ ids, order, account, time, amount, others: inputs.columns });
}

type Sorted = {
  readonly ids: readonly string[];
  readonly order: Uint32Array;
  readonly account: Int32Array;
  readonly time: Float64Array;
  readonly amount: Float64Array | undefined;
  readonly others: readonly Column[];
};

function gather({ ids, order, account, time, amount, others }: Sorted): Histories {
  const entryOf = new Int32Array(order.length);
  const day = new Float64Array(order.length);
  const money = new Float64Array(order.length);
  const lines = new Float64Array(order.length);
  const from = new Int32Array(ids.length + 1);
  let [size, last] = [0, -1];
  let [firstDay, lastDay] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const record of order) {
    const owner = account[record] ?? 0;
    const on = Math.floor(time[record] ?? 0);
    if (owner !== last || on !== day[size - 1]) {
      if (owner !== last) from[owner] = size;
      day[size] = on;
      size += 1;
      last = owner;
    }
    entryOf[record] = size - 1;
    money[size - 1] = (money[size - 1] ?? 0) + (amount?.[record] ?? 0);
    lines[size - 1] = (lines[size - 1] ?? 0) + 1;
    firstDay = Math.min(firstDay, on);
    lastDay = Math.max(lastDay, on);
  }
  from[ids.length] = size;
  const cut = (values: Float64Array) => values.slice(0, size);
  return {
    ids,
    from,
    day: cut(day),
    amount: cut(money),
    lines: cut(lines),
    firstDay,
    lastDay,
    hasAmounts: amount !== undefined,
    numbers: others.flatMap((column) => (column.kind === "number" ? [summed(column, entryOf, size)] : [])),
    words: others.flatMap((column) => (column.kind === "category" ? [oneWord(column, entryOf, size)] : [])),
  };
}

function summed({ name, values }: NumberColumn, entryOf: Int32Array, size: number): NumberColumn {
  const sums = new Float64Array(size);
  // In the order of the values, since sums of doubles depend on it and records have none.
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  for (const record of order) {
    const value = values[record] ?? 0;
    if (!Number.isNaN(value)) sums[entryOf[record] ?? 0] = (sums[entryOf[record] ?? 0] ?? 0) + value;
  }
  return { name, kind: "number", values: sums };
}

/** The last in the alphabet of a day's words: any one would do that does not depend on the order of records. */
function oneWord({ name, codes, levels }: CategoryColumn, entryOf: Int32Array, size: number): CategoryColumn {
  const last = new Int32Array(size).fill(-1);
  codes.forEach((code, record) => {
    const entry = entryOf[record] ?? 0;
    last[entry] = Math.max(last[entry] ?? -1, code);
  });
  return { name, kind: "category", codes: last, levels };
}

/** Accounts with a purchase on or before a day, and how many of their entries lie there. */
export type Past = { readonly accounts: Int32Array; readonly counts: Int32Array };

export const pastOf = remembered(findPast, String);

function findPast({ ids, from, day }: Histories, until: number): Past {
  const accounts: number[] = [];
  const counts: number[] = [];
  for (let account = 0; account < ids.length; account += 1) {
    const [first = 0, end = 0] = [from[account], from[account + 1]];
    let count = 0;
    while (first + count < end && (day[first + count] ?? 0) <= until) count += 1;
    if (count === 0) continue;
    accounts.push(account);
    counts.push(count);
  }
  return { accounts: Int32Array.from(accounts), counts: Int32Array.from(counts) };
}

/** What came in (until, until + horizon] of each account of the past. */
export type Future = {
  readonly purchases: Float64Array;
  readonly spend: Float64Array;
  /** Days to the first of these purchases; the horizon where there is none. */
  readonly waits: Float64Array;
};

/** Purchase days, money, and how long it took to the first purchase. */
export function futureOf(
  { from, day, amount }: Histories,
  { accounts, counts }: Past,
  { until, horizon }: { readonly until: number; readonly horizon: number },
): Future {
  const purchases = new Float64Array(accounts.length);
  const spend = new Float64Array(accounts.length);
  const waits = new Float64Array(accounts.length).fill(horizon);
  accounts.forEach((account, row) => {
    const end = from[account + 1] ?? 0;
    for (let entry = (from[account] ?? 0) + (counts[row] ?? 0); entry < end; entry += 1) {
      if ((day[entry] ?? 0) > until + horizon) break;
      if (purchases[row] === 0) waits[row] = (day[entry] ?? 0) - until;
      purchases[row] = (purchases[row] ?? 0) + 1;
      spend[row] = (spend[row] ?? 0) + (amount[entry] ?? 0);
    }
  });
  return { purchases, spend, waits };
}
