import { seededRandom } from "#kernel/random.ts";
import { bgNbd, loadBgNbd } from "#predict/models/bg-nbd.ts";
import type { FittedPurchases } from "#predict/models/btyd/fitted-purchases.ts";
import { type FittedSpend, gammaGamma, loadGammaGamma } from "#predict/models/gamma-gamma.ts";
import { loadMbgCnbdK, mbgCnbdK } from "#predict/models/mbg-cnbd-k/mbg-cnbd-k.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { someRows } from "#predict/models/btyd/some-rows.ts";
import { loadParetoNbd, paretoNbd } from "#predict/models/pareto-nbd/pareto-nbd.ts";
import { log } from "#predict/numerics/logarithm.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Histories, Past } from "./histories.ts";

/** Days of one unit of time in these models. */
const WEEK = 7;

/** Buy-till-you-die models of one past, and of the spend a purchase where amounts are known. */
export type PurchaseModels = {
  readonly bg: FittedPurchases;
  readonly pareto: FittedPurchases;
  readonly mbg: FittedPurchases;
  readonly spend?: FittedSpend;
};

/** The column of each model's chance in the inputs, and its name as a candidate. */
export const chanceColumns = { bg: "BG/NBD chance", pareto: "Pareto/NBD chance", mbg: "MBG/CNBD-k chance" } as const;

/** Histories up to a day as these models take them, in weeks. */
export function purchaseRowsAt({ from, day, amount }: Histories, { accounts, counts }: Past, until: number): Matrix {
  const make = (value: (first: number, last: number) => number) =>
    Float64Array.from(accounts, (account, row) => {
      const first = from[account] ?? 0;
      return value(first, first + (counts[row] ?? 1) - 1);
    });
  const sumOver = (first: number, last: number, of: (entry: number) => number) => {
    let sum = 0;
    for (let entry = first + 1; entry <= last; entry += 1) sum += of(entry);
    return sum;
  };
  const gap = (entry: number) => ((day[entry] ?? 0) - (day[entry - 1] ?? 0)) / WEEK;
  return matrixOf([
    numberColumn(
      "frequency",
      make((first, last) => last - first),
    ),
    numberColumn(
      "recency",
      make((first, last) => ((day[last] ?? 0) - (day[first] ?? 0)) / WEEK),
    ),
    numberColumn(
      "age",
      make((first) => (until - (day[first] ?? 0)) / WEEK),
    ),
    numberColumn(
      "log_intervals",
      make((first, last) => sumOver(first, last, (entry) => log(gap(entry)))),
    ),
    numberColumn(
      "mean_spend",
      make((first, last) =>
        last === first ? 0 : sumOver(first, last, (entry) => amount[entry] ?? 0) / (last - first),
      ),
    ),
  ]);
}

/** More histories than these, no two alike, say nothing more of four parameters: their error is a hundredth by then. */
const MOST_DISTINCT = 8_192;

/** Fits all of them; `spend` is left out where nobody has spent anything. */
export function fitPurchaseModels(all: Matrix, hasAmounts: boolean): PurchaseModels {
  const rows = someRows(all, MOST_DISTINCT);
  const deps = { random: seededRandom(0) };
  const models = { bg: bgNbd().fit(rows, deps), pareto: paretoNbd().fit(rows, deps), mbg: mbgCnbdK().fit(rows, deps) };
  if (!hasAmounts) return models;
  try {
    return { ...models, spend: gammaGamma().fit(spendRows(rows), deps) };
  } catch (cause) {
    if (cause instanceof RefusedRows) return models;
    throw cause;
  }
}

/** Purchases for nothing say nothing of spend: they count as no purchase here. */
export function spendRows(rows: Matrix): Matrix {
  const [frequency, spend] = ["frequency", "mean_spend"].map((name) =>
    rows.columns.find((column) => column.name === name),
  );
  const amounts = spend?.kind === "number" ? spend.values : new Float64Array(rows.rows);
  const counts = frequency?.kind === "number" ? frequency.values : new Float64Array(rows.rows);
  return matrixOf([
    numberColumn(
      "frequency",
      counts.map((count, row) => ((amounts[row] ?? 0) > 0 ? count : 0)),
    ),
    numberColumn("mean_spend", amounts),
  ]);
}

export function purchaseModelsJson({ bg, pareto, mbg, spend }: PurchaseModels) {
  return {
    bg: bg.toJSON(),
    pareto: pareto.toJSON(),
    mbg: mbg.toJSON(),
    ...(spend === undefined ? {} : { spend: spend.toJSON() }),
  };
}

export function loadPurchaseModels(json: unknown): PurchaseModels {
  const found = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const models = {
    bg: loadBgNbd(found["bg"]),
    pareto: loadParetoNbd(found["pareto"]),
    mbg: loadMbgCnbdK(found["mbg"]),
  };
  return found["spend"] === undefined ? models : { ...models, spend: loadGammaGamma(found["spend"]) };
}

/** A horizon in the unit of these models. */
export function weeksOf(days: number): number {
  return days / WEEK;
}
