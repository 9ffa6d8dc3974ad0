import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";

export type SourceRow = Readonly<Record<string, string>>;

export const journeyFiles = {
  households: "demographics.csv.gz",
  products: "products.csv.gz",
  purchases: "transactions_sample.csv.gz",
  campaigns: "campaigns.csv.gz",
  descriptions: "campaign_descriptions.csv.gz",
  coupons: "coupons.csv.gz",
  redemptions: "coupon_redemptions.csv.gz",
} as const;

/** A file as an independent reader reads it, with each row's line beside it: what came out is compared with this. */
export function readSource(folder: string, name: keyof typeof journeyFiles): readonly SourceRow[] {
  const text = gunzipSync(readFileSync(join(folder, journeyFiles[name]))).toString("utf8");
  return parse(text, { columns: true });
}

/** What the lines of a purchase file come to, but for those that R shortened: an exponent where an amount or a number belongs. */
export type PurchaseTotals = {
  readonly lines: number;
  readonly orders: number;
  readonly cents: number;
  readonly quantity: number;
  readonly centsByHousehold: ReadonlyMap<string, number>;
};

export function purchaseTotalsOf(
  rows: readonly SourceRow[],
): PurchaseTotals & { readonly shortened: readonly number[] } {
  const centsByHousehold = new Map<string, number>();
  const orders = new Set<string>();
  const shortened: number[] = [];
  let [lines, cents, quantity] = [0, 0, 0];
  rows.forEach((row, index) => {
    const { household_id: household = "", basket_id: basket = "", sales_value: value = "" } = row;
    if (!/^\d+(?:\.\d{1,2})?$/.test(value) || !/^\d+$/.test(basket)) {
      shortened.push(index + 2);
      return;
    }
    const amount = Math.round(Number(value) * 100);
    lines += 1;
    cents += amount;
    quantity += Number(row["quantity"]);
    orders.add(basket);
    centsByHousehold.set(household, (centsByHousehold.get(household) ?? 0) + amount);
  });
  return { lines, orders: orders.size, cents, quantity, centsByHousehold, shortened };
}
