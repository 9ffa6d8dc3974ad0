import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { addDays, instantIn } from "#kernel/calendar.ts";
import { categoryOf } from "./retail-categories.ts";

/**
 * One line of UCI Online Retail (Chen 2015, CC BY 4.0): what one customer of a British wholesaler of gifts bought, or brought
 * back. Dates are moved by whole weeks, so that weekday and season stay.
 */
export type RetailLine = {
  readonly invoice: string;
  readonly code: string;
  readonly description: string;
  readonly category: string;
  readonly quantity: number;
  /** As the file writes it, in pounds. */
  readonly price: string;
  readonly at: number;
  /** Absent in more than a quarter of the lines. */
  readonly customer: string | undefined;
  readonly country: string;
};

/** 15 years and a few days. Links carry days since 2020, so the station can't live in 2011. */
const MOVED_DAYS = 783 * 7;

/** Reads the lines in the order of the file, which is the order of time. */
export async function* readRetailLines(file: string): AsyncGenerator<RetailLine> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });
  let isHead = true;
  for await (const line of lines) {
    if (!isHead && line !== "") yield lineOf(cellsOf(line));
    isHead = false;
  }
}

function lineOf(cells: readonly string[]): RetailLine {
  const [invoice = "", code = "", description = "", quantity = "", when = "", price = "", customer = "", country = ""] =
    cells;
  return {
    invoice,
    code,
    description: description === "NA" ? "" : description.trim(),
    category: categoryOf(description),
    quantity: Number(quantity),
    price,
    at: londonInstant(when),
    customer: customer === "" || customer === "NA" ? undefined : customer,
    country,
  };
}

const minutes = new Map<string, number>();

/** "2010-12-01 08:26:00" on the shop's own wall. */
function londonInstant(when: string): number {
  const known = minutes.get(when);
  if (known !== undefined) return known;
  const minute = Number(when.slice(11, 13)) * 60 + Number(when.slice(14, 16));
  const at = instantIn("Europe/London", addDays(when.slice(0, 10), MOVED_DAYS), minute);
  minutes.set(when, at);
  return at;
}

/** RFC 4180 without line ends in cells: the file has none. */
function cellsOf(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(",");
  const cells: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
  return cells;
}
