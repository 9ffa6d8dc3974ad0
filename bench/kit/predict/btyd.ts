import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { epochDayOf } from "#kernel/calendar.ts";
import { seededRandom } from "#kernel/random.ts";
import { bgNbd, loadBgNbd, simulateBgNbd } from "#predict/models/bg-nbd.ts";
import { summarisePurchases, type Transaction } from "#predict/models/btyd/summarise-purchases.ts";
import { gammaGamma } from "#predict/models/gamma-gamma.ts";
import { loadMbgCnbdK, mbgCnbdK } from "#predict/models/mbg-cnbd-k/mbg-cnbd-k.ts";
import { loadParetoNbd, paretoNbd } from "#predict/models/pareto-nbd/pareto-nbd.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { cpuClock, round } from "../measure.ts";

type Figures = Record<string, number | string>;

const CDNOW = { bg: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 } };
const PARETO = { r: 0.5533, alpha: 10.5777, s: 0.6062, beta: 11.6687 };
const GROCERY = { k: 2, r: 1.3292, alpha: 2.8126, a: 0.4247, b: 0.79 };
const MILLION = 1_000_000;

/** CPU seconds of the buy-till-you-die models: fits of real customers in a cold process, scores of a million. */
export function btyd(data: string): Figures {
  return { ...fits(data), ...scores(), ...groceryForecast(data) };
}

function seconds<T>(figures: Figures, name: string, work: () => T): T {
  const clock = cpuClock();
  const value = work();
  figures[name] = round(clock().cpuMs / 1_000);
  return value;
}

/** The first fit pays for the compiler too. */
function fits(data: string): Figures {
  const figures: Figures = {};
  const deps = { random: seededRandom(1) };
  const sample = join(data, "cdnow/CDNOW_sample.txt");
  const master = join(data, "cdnow/CDNOW_master.txt");
  for (const [size, path, columns] of [
    ["2357", sample, { customer: 1, date: 2, amount: 4 }],
    ["23570", master, { customer: 0, date: 1, amount: 3 }],
  ] as const) {
    if (!existsSync(path)) {
      figures[`fits${size}`] = `left out: there is no ${path}`;
      continue;
    }
    const { rows } = summarisePurchases(readCdnow(path, columns), { until: epochDayOf("1997-09-30"), per: 7 });
    seconds(figures, `bgNbdFit${size}CpuSeconds`, () => bgNbd().fit(rows, deps));
    seconds(figures, `paretoNbdFit${size}CpuSeconds`, () => paretoNbd().fit(rows, deps));
    seconds(figures, `mbgCnbdKFit${size}CpuSeconds`, () => mbgCnbdK().fit(rows, deps));
    seconds(figures, `gammaGammaFit${size}CpuSeconds`, () => gammaGamma().fit(rows, deps));
  }
  return figures;
}

type Columns = { readonly customer: number; readonly date: number; readonly amount: number };

function readCdnow(path: string, { customer, date, amount }: Columns): readonly Transaction[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => /^\d{8}$/.test(words[date] ?? ""))
    .map((words) => ({
      customer: words[customer] ?? "",
      at: epochDayOf((words[date] ?? "").replace(/(....)(..)(..)/, "$1-$2-$3")),
      amount: Number(words[amount]),
    }));
}

/** A million simulated customers, whose ages and recencies are all different: nothing is remembered from row to row. */
function scores(): Figures {
  const figures: Figures = {};
  const random = seededRandom(3);
  const ages = Float64Array.from({ length: MILLION }, () => 27 + 12 * random.next());
  const { rows } = simulateBgNbd(CDNOW.bg, { ages, horizon: 39 }, random);
  const fitted = (name: string, parameters: Readonly<Record<string, number>>) => {
    return { name, version: 1, parameters, logLikelihood: 0, customers: 1 };
  };
  const models = {
    bgNbd: loadBgNbd(fitted("bg-nbd", CDNOW.bg)),
    paretoNbd: loadParetoNbd(fitted("pareto-nbd", PARETO)),
    mbgCnbdK: loadMbgCnbdK(fitted("mbg-cnbd-k", GROCERY)),
  };
  for (const [name, model] of Object.entries(models)) {
    seconds(figures, `${name}AnyPurchaseMillionCpuSeconds`, () => model.anyPurchase(rows, 39));
    seconds(figures, `${name}ExpectedMillionCpuSeconds`, () => model.expectedPurchases(rows, 39));
  }
  return figures;
}

/** 1,525 regular buyers, a year held out: forecast against what came, with the time that fit and forecast took together. */
function groceryForecast(data: string): Figures {
  const path = join(data, "grocery_elog/groceryElog.csv");
  if (!existsSync(path)) return { grocery: `left out: there is no ${path}` };
  const lines = readFileSync(path, "utf8").trim().split("\n").slice(1);
  const purchases = lines.map((line): Transaction => {
    const [customer = "", date = ""] = line.replaceAll('"', "").split(",");
    return { customer, at: epochDayOf(date) };
  });
  const figures: Figures = {};
  const { rows, future } = summarisePurchases(purchases, { until: epochDayOf("2006-12-31"), horizon: 364, per: 7 });
  const came = future.purchases;
  figures["groceryActual"] = sum(came);
  for (const [name, forecast] of [
    [
      "groceryMbgCnbdK",
      (of: Matrix) =>
        mbgCnbdK()
          .fit(of, { random: seededRandom(1) })
          .expectedPurchases(of, 52),
    ],
    [
      "groceryParetoNbd",
      (of: Matrix) =>
        paretoNbd()
          .fit(of, { random: seededRandom(1) })
          .expectedPurchases(of, 52),
    ],
  ] as const) {
    const expected = seconds(figures, `${name}CpuSeconds`, () => forecast(rows));
    figures[`${name}Total`] = round(sum(expected), 1);
    figures[`${name}Mae`] = round(sum(expected.map((value, row) => Math.abs(value - (came[row] ?? 0)))) / rows.rows, 4);
  }
  return figures;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
