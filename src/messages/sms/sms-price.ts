import { countryOfNumber } from "./number-country.ts";
import type { SmsSettings } from "./sms-settings.ts";

/**
 * What a text to a number costs, in thousandths of the minor unit, by the vendor's prices: those of its country, else those for
 * all others (`*`). 0 where the vendor named no price.
 */
export function priceMilli(
  { prices }: Pick<SmsSettings, "prices">,
  { to, segments }: { readonly to: string; readonly segments: number },
): number {
  if (prices.length === 0) return 0;
  const country = countryOfNumber(to) ?? "*";
  const price = prices.find((one) => one.country === country) ?? prices.find((one) => one.country === "*");
  return (price?.perThousandMinor ?? 0) * segments;
}
