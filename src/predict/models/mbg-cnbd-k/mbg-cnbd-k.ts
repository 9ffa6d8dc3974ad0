import type { Random } from "#kernel/random.ts";
import {
  type Estimate,
  fittedPurchases,
  type FittedPurchases,
  openEstimate,
  refuseWithoutRepeats,
} from "#predict/models/btyd/fitted-purchases.ts";
import { type PurchaseRows, purchaseRows } from "#predict/models/btyd/purchase-rows.ts";
import { someRows } from "#predict/models/btyd/some-rows.ts";
import type { Ages, Simulated } from "#predict/models/btyd/simulate-histories.ts";
import { type Model, RefusedRows } from "#predict/models/model.ts";
import { logGamma } from "#predict/numerics/log-gamma.ts";
import { type Matrix, numbersOf } from "#predict/numerics/matrix.ts";
import { erlangAlive, erlangAnyPurchase, erlangExpectedPurchases } from "./erlang-forecast.ts";
import type { ErlangParameters } from "./erlang-process.ts";
import { fitErlang } from "./fit-erlang.ts";
import { simulateErlang } from "./simulate-erlang.ts";

const kind = { name: "mbg-cnbd-k", version: 1 } as const;
const names = ["k", "r", "alpha", "a", "b"] as const;
const MOST_REGULAR = 12;

export type MbgCnbdKParameters = Readonly<Record<(typeof names)[number], number>>;

/**
 * MBG/CNBD-k (Platzer and Reutterer 2016; Reutterer, Platzer and Schröder 2021): like BG/NBD, but purchases keep a rhythm,
 * Erlang-k intervals, and a customer may be gone after her first one. Without `k` the likelihood chooses it from 1 to 12, for
 * which the rows need the column `log_intervals`: the sum of the logarithms of a customer's times between purchases.
 */
export function mbgCnbdK(settings: { readonly k?: number } = {}): Model<FittedPurchases> {
  const { k } = settings;
  if (k !== undefined && !(Number.isInteger(k) && k >= 1 && k <= MOST_REGULAR)) {
    throw new RangeError(`k is a whole number from 1 to ${MOST_REGULAR}.`);
  }
  return {
    name: kind.name,
    fit: (matrix: Matrix) => {
      const rows = purchaseRows(kind.name, matrix);
      refuseWithoutRepeats(kind.name, rows);
      return fitted(k === undefined ? chooseRegularity(matrix) : estimate(rows, k));
    },
  };
}

export function loadMbgCnbdK(json: unknown): FittedPurchases {
  return fitted(openEstimate(json, kind, names));
}

/** Customers of an MBG/CNBD-k world, followed for their ages and `horizon` beyond. */
export function simulateMbgCnbdK(parameters: MbgCnbdKParameters, ages: Ages, random: Random): Simulated {
  return simulateErlang({ ...parameters, canStopAtOnce: true }, ages, random);
}

function estimate(rows: PurchaseRows, k: number): Estimate {
  const { parameters, logLikelihood } = fitErlang(kind.name, rows, { k, canStopAtOnce: true });
  const [r = 0, alpha = 0, a = 0, b = 0] = parameters;
  return { ...kind, parameters: { k, r, alpha, a, b }, logLikelihood, customers: rows.rows };
}

/** So many histories tell one rhythm from another. */
const ENOUGH = 4_096;

/** The k of greatest likelihood: looked for with some of many histories, and then fitted with all of them. */
function chooseRegularity(matrix: Matrix): Estimate {
  const some = someRows(matrix, ENOUGH);
  const found = searchRegularity(purchaseRows(kind.name, some), intervalsOf(some));
  if (some === matrix) return found;
  return fitRhythm(purchaseRows(kind.name, matrix), found.parameters["k"] ?? 1, intervalsOf(matrix));
}

/** The search ends where two more steps made it worse. */
function searchRegularity(rows: PurchaseRows, logIntervals: number): Estimate {
  const tried: Estimate[] = [];
  for (let k = 1; k <= MOST_REGULAR; k += 1) {
    tried.push(fitRhythm(rows, k, logIntervals));
    const [third, second, last] = tried.slice(-3).map(({ logLikelihood }) => logLikelihood);
    if (last !== undefined && second !== undefined && third !== undefined && last < second && second < third) break;
  }
  return tried.reduce((best, each) => (each.logLikelihood > best.logLikelihood ? each : best));
}

/** With the part of the likelihood that k alone changes. */
function fitRhythm(rows: PurchaseRows, k: number, logIntervals: number): Estimate {
  const purchases = rows.frequency.reduce((sum, count) => sum + count, 0);
  const found = estimate(rows, k);
  return { ...found, logLikelihood: found.logLikelihood + (k - 1) * logIntervals - purchases * logGamma(k) };
}

/** Σ ln Δt over all intervals of all customers, summed in one order. */
function intervalsOf(matrix: Matrix): number {
  const column = "log_intervals";
  const values = numbersOf(matrix, column);
  if (values === undefined) throw new RefusedRows(kind.name, "is missing, and k was not given", { column });
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row !== -1) throw new RefusedRows(kind.name, "is missing or no number", { column, row });
  return values.toSorted().reduce((sum, value) => sum + value, 0);
}

function fitted(estimate: Estimate): FittedPurchases {
  const { k = 1, r = 0, alpha = 0, a = 0, b = 0 } = estimate.parameters;
  const parameters: ErlangParameters = { k, canStopAtOnce: true, r, alpha, a, b };
  return fittedPurchases(estimate, {
    anyPurchase: (rows, horizon) => erlangAnyPurchase(parameters, rows, horizon),
    expectedPurchases: (rows, horizon) => erlangExpectedPurchases(parameters, rows, horizon),
    alive: (rows) => erlangAlive(parameters, rows),
  });
}
