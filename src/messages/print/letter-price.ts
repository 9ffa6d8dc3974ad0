import type { PrintSettings } from "./print-settings.ts";

/** What a letter to a country costs, in thousandths of the minor unit; 0 where the vendor named no price. */
export function letterPriceMilli(
  { prices }: Pick<PrintSettings, "prices">,
  { country, sheets }: { readonly country: string; readonly sheets: number },
): number {
  const price = prices.find((one) => one.country === country) ?? prices.find((one) => one.country === "*");
  return price === undefined ? 0 : (price.letterMinor + price.sheetMinor * (sheets - 1)) * 1_000;
}
