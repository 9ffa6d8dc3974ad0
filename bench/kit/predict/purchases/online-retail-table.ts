import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { epochDayOf } from "#kernel/calendar.ts";
import { matrixOf } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";

/** Lines of Online Retail as its users clean it: known customers, no cancellations, quantity and price above 0. */
export function readOnlineRetail(data: string): Table {
  const path = join(data, "online_retail/online_retail_to_2011-08-31.csv.gz");
  const lines = gunzipSync(readFileSync(path)).toString().trim().split("\n").slice(1);
  const sold = lines.flatMap((line) => {
    // Descriptions may hold commas and quotes: what is asked for stands before and behind them.
    const [invoice = ""] = line.split(",", 1);
    const [quantity, at = "", price, id = ""] = line.split(",").slice(-5);
    const spend = Number(quantity) * Number(price);
    const isSale = !invoice.startsWith("C") && id !== "" && Number(quantity) > 0 && Number(price) > 0;
    return isSale ? [{ id, day: epochDayOf(at.slice(0, 10)), spend }] : [];
  });
  return {
    rows: sold.length,
    id: sold.map(({ id }) => id),
    time: Float64Array.from(sold, ({ day }) => day),
    amount: Float64Array.from(sold, ({ spend }) => spend),
    inputs: matrixOf([]),
    lines: Float64Array.from(sold, (_, row) => row + 2),
  };
}
