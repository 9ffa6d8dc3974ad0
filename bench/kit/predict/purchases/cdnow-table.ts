import { readFileSync } from "node:fs";
import { join } from "node:path";
import { epochDayOf } from "#kernel/calendar.ts";
import { unitOf } from "#kernel/random.ts";
import { matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/** A purchase: whose, when, how many discs, how much money. */
type Purchase = { readonly id: string; readonly day: number; readonly discs: number; readonly spend: number };

export type Cdnow = { readonly purchases: readonly Purchase[]; readonly given: ReadonlySet<string> };

/** End of the calibration period, and days of the hold-out after it: 39 weeks each. */
export const CUT = epochDayOf("1997-09-30");
export const HORIZON = 273;
const TEST_SHARE = 0.3;

/** CDNOW's 23,570 customers, and which of them the given split would test. */
export function readCdnow(data: string): Cdnow {
  const folder = join(data, "cdnow");
  const purchases = readFileSync(join(folder, "CDNOW_master.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, date]) => /^\d{8}$/.test(date ?? ""))
    .map(([id = "", date = "", discs, spend]) => ({
      id: String(Number(id)),
      day: epochDayOf(date.replace(/(....)(..)(..)/, "$1-$2-$3")),
      discs: Number(discs),
      spend: Number(spend),
    }));
  const lines = readFileSync(join(folder, "master_split_seed42.csv"), "utf8").split("\n");
  const given = lines.filter((line) => line.trim().endsWith(",1")).map((line) => line.split(",")[0] ?? "");
  return { purchases, given: new Set(given) };
}

/** Customers of a split of our own that are asked, not learnt from. */
export function ownSplit(split: number): (id: string) => boolean {
  return (id) => unitOf("cdnow", split, id) < TEST_SHARE;
}

/** Purchases as an operator's file would hold them. */
export function tableOf(purchases: readonly Purchase[]): Table {
  const numbers = (of: (purchase: Purchase) => number) => Float64Array.from(purchases, of);
  return {
    rows: purchases.length,
    id: purchases.map(({ id }) => id),
    time: numbers(({ day }) => day),
    amount: numbers(({ spend }) => spend),
    inputs: matrixOf([
      numberColumn(
        "cds",
        numbers(({ discs }) => discs),
      ),
    ]),
    lines: Float64Array.from(purchases, (_, row) => row + 1),
  };
}
