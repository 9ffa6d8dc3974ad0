/** Money is a whole number of minor units (cents) of an ISO 4217 currency; never a fraction. */
export type Money = { readonly amountMinor: number; readonly currency: string };

const decimalsByCurrency = new Map<string, number>();

/** Decimals of the currency's minor unit, as ISO 4217 and the runtime's own data say (2 where unknown). */
export function minorDigits(currency: string): number {
  const known = decimalsByCurrency.get(currency);
  if (known !== undefined) return known;
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  decimalsByCurrency.set(currency, digits);
  return digits;
}

const formats = new Map<string, Intl.NumberFormat>();

/** "£12.50" in the reader's locale. */
export function formatMoney(money: Money, locale: string): string {
  const key = `${locale} ${money.currency}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { style: "currency", currency: money.currency });
    formats.set(key, format);
  }
  return format.format(money.amountMinor / 10 ** minorDigits(money.currency));
}
