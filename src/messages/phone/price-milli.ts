import { countryOfNumber } from "./number-country.ts";

type Prices = {
  readonly prices: ReadonlyArray<{ readonly country: string; readonly perThousandMinor: number }>;
};

/**
 * What segments of a text, or minutes of a call, to a number cost, in thousandths of the minor unit, by the vendor's prices:
 * those of its country, else those for all others (`*`). 0 where the vendor named no price.
 */
export function priceMilli({ prices }: Prices, { to, units }: { readonly to: string; readonly units: number }): number {
  if (prices.length === 0) return 0;
  const country = countryOfNumber(to) ?? "*";
  const price = prices.find((one) => one.country === country) ?? prices.find((one) => one.country === "*");
  return (price?.perThousandMinor ?? 0) * units;
}
