import { log } from "#predict/numerics/logarithm.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

/** One line of a till: who, when (in any unit, counted from any moment), and how much. */
export type Transaction = { readonly customer: string; readonly at: number; readonly amount?: number };

export type SummaryAsked = {
  /** Purchases up to here, and including it, are the past. */
  readonly until: number;
  /** Purchases behind `until` and up to `until` + this are counted as the future. */
  readonly horizon?: number;
  /** How many units of `at` make one of the summary: 7 for days into weeks. 1 unless given. */
  readonly per?: number;
};

export type RefusedTransaction = { readonly row: number; readonly column: string; readonly reason: string };

export type PurchaseSummary = {
  /** In the order of the rows, by name. */
  readonly customers: readonly string[];
  /**
   * frequency (x), recency (t_x), age (T) and log_intervals; mean_spend too where transactions have amounts: the mean of the
   * repeat purchases, 0 where there is none.
   */
  readonly rows: Matrix;
  /** Purchases, and their amounts, of each customer in (until, until + horizon]. */
  readonly future: { readonly purchases: Float64Array; readonly spend: Float64Array };
  readonly refused: readonly RefusedTransaction[];
};

type Purchase = { readonly at: number; amount: number };

/**
 * Transactions as the histories that buy-till-you-die models take. Lines of a customer with one and the same time are one
 * purchase; a customer without purchase up to `until` has no row. Lines that can't be used are refused one by one, by their
 * number from 0, and the rest is summarised without them.
 */
export function summarisePurchases(transactions: Iterable<Transaction>, asked: SummaryAsked): PurchaseSummary {
  const { until, horizon = 0, per = 1 } = asked;
  const refused: RefusedTransaction[] = [];
  const byCustomer = new Map<string, Map<number, Purchase>>();
  let row = 0;
  for (const transaction of transactions) {
    const fault = faultOf(transaction);
    if (fault === undefined) place(byCustomer, transaction);
    else refused.push({ row, ...fault });
    row += 1;
  }
  const histories = [...byCustomer]
    .map(([customer, purchases]) => ({ customer, purchases: [...purchases.values()].sort((a, b) => a.at - b.at) }))
    .filter(({ purchases }) => (purchases[0]?.at ?? Number.POSITIVE_INFINITY) <= until)
    .sort((a, b) => (a.customer < b.customer ? -1 : 1));
  const past = histories.map(({ purchases }) => purchases.filter(({ at }) => at <= until));
  const ahead = histories.map(({ purchases }) => purchases.filter(({ at }) => at > until && at <= until + horizon));
  return {
    customers: histories.map(({ customer }) => customer),
    rows: rowsOf(past, { until, per }),
    future: {
      purchases: Float64Array.from(ahead, (purchases) => purchases.length),
      spend: Float64Array.from(ahead, (purchases) => spendOf(purchases)),
    },
    refused,
  };
}

function faultOf({ customer, at, amount }: Transaction): Omit<RefusedTransaction, "row"> | undefined {
  if (customer === "") return { column: "customer", reason: "is empty" };
  if (!Number.isFinite(at)) return { column: "at", reason: "is no time" };
  if (amount === undefined) return undefined;
  if (!Number.isFinite(amount)) return { column: "amount", reason: "is no number" };
  return amount < 0 ? { column: "amount", reason: "is negative" } : undefined;
}

function place(byCustomer: Map<string, Map<number, Purchase>>, { customer, at, amount = 0 }: Transaction): void {
  const purchases = byCustomer.get(customer) ?? new Map<number, Purchase>();
  byCustomer.set(customer, purchases);
  const known = purchases.get(at);
  if (known === undefined) purchases.set(at, { at, amount });
  else known.amount += amount;
}

const spendOf = (purchases: readonly Purchase[]) => purchases.reduce((sum, { amount }) => sum + amount, 0);

function rowsOf(past: ReadonlyArray<readonly Purchase[]>, { until, per }: { until: number; per: number }): Matrix {
  const firstOf = (purchases: readonly Purchase[]) => purchases[0]?.at ?? 0;
  const lastOf = (purchases: readonly Purchase[]) => purchases.at(-1)?.at ?? 0;
  const meanSpend = (purchases: readonly Purchase[]) =>
    purchases.length < 2 ? 0 : spendOf(purchases.slice(1)) / (purchases.length - 1);
  const logIntervals = (purchases: readonly Purchase[]) =>
    purchases.slice(1).reduce((sum, { at }, index) => sum + log((at - (purchases[index]?.at ?? 0)) / per), 0);
  const column = (name: string, value: (purchases: readonly Purchase[]) => number) =>
    numberColumn(name, Float64Array.from(past, value));
  return matrixOf([
    column("frequency", (purchases) => purchases.length - 1),
    column("recency", (purchases) => (lastOf(purchases) - firstOf(purchases)) / per),
    column("age", (purchases) => (until - firstOf(purchases)) / per),
    column("log_intervals", logIntervals),
    column("mean_spend", meanSpend),
  ]);
}
