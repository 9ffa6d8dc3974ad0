import { minorUnitsOf } from "#customers/ingest/minor-units.ts";
import { type NumberForm, plainNumber } from "#customers/import/values/number-form.ts";

export type PriceForm = NumberForm & { readonly isMinor: boolean };
export type Price = { readonly priceMinor: number; readonly currency: string };

const CODE = /^(?:([A-Z]{3})\s*)?([^A-Za-z]*?)(?:\s*([A-Z]{3}))?$/;

/** "12.50", "12.50 EUR" or "EUR 12.50"; or why it is none. A currency in the text wins over the one beside it. */
export function readPrice(text: string, form: PriceForm, beside: string | undefined): Price | string {
  const [, before, digits = "", after] = CODE.exec(text.slice(0, 60).trim()) ?? [];
  const currency = before ?? after ?? beside?.toUpperCase();
  if (currency === undefined) return "The price names no currency, and the mapping gives none.";
  if (!/^[A-Z]{3}$/.test(currency)) return "A currency is three letters (ISO 4217).";
  const number = plainNumber(digits, form);
  const priceMinor = number === undefined ? undefined : form.isMinor ? wholeOf(number) : minorUnitsOf(number, currency);
  if (priceMinor === undefined) return "This is no price in the form that the mapping says.";
  return { priceMinor, currency };
}

function wholeOf(number: string): number | undefined {
  return /^-?\d{1,15}$/.test(number) ? Number(number) : undefined;
}
