import { readFileSync } from "node:fs";
import { epochDayOf } from "#kernel/calendar.ts";
import {
  type PurchaseSummary,
  summarisePurchases,
  type Transaction,
} from "#predict/models/btyd/summarise-purchases.ts";

const DAYS_PER_WEEK = 7;

/** CDNOW, sample of one in ten: calibration to 1997-09-30, 39 weeks ahead; in weeks. */
export function readCdnowSample(path: string): PurchaseSummary {
  const lines = linesOf(path).map((line): Transaction => {
    const [, customer = "", date = "", , amount = ""] = line.trim().split(/\s+/);
    return { customer, at: epochDayOf(date.replace(/(....)(..)(..)/, "$1-$2-$3")), amount: Number(amount) };
  });
  return summarise(lines, "1997-09-30", 39);
}

/** groceryElog of BTYDplus: calibration to 2006-12-31, 52 weeks ahead; in weeks. */
export function readGroceryElog(path: string): PurchaseSummary {
  const lines = linesOf(path)
    .slice(1)
    .map((line): Transaction => {
      const [customer = "", date = ""] = line.replaceAll('"', "").split(",");
      return { customer, at: epochDayOf(date) };
    });
  return summarise(lines, "2006-12-31", 52);
}

function linesOf(path: string): readonly string[] {
  return readFileSync(path, "utf8")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
}

function summarise(lines: readonly Transaction[], until: string, weeksAhead: number): PurchaseSummary {
  const summary = summarisePurchases(lines, {
    until: epochDayOf(until),
    horizon: weeksAhead * DAYS_PER_WEEK,
    per: DAYS_PER_WEEK,
  });
  const [first] = summary.refused;
  if (first !== undefined) throw new Error(`Line ${first.row + 1}: ${first.column} ${first.reason}.`);
  return summary;
}
