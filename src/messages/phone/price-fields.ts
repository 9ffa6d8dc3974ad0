import { z } from "zod";

/** Of a number, or of a price. */
export const countryOrAll = z
  .string()
  .regex(/^([A-Z]{2}|\*)$/, "A country is its two letters (ISO 3166-1), or * for all others.");

export const currencyField = z
  .string()
  .regex(/^[A-Z]{3}$/, "A currency is its three letters (ISO 4217).")
  .default("USD");

/** What a provider asks for a thousand of its units, by country. */
export function pricesField({ of, what }: { readonly of: string; readonly what: string }) {
  const perThousandMinor = z.int().min(0).max(100_000_000).describe(of);
  return z
    .array(z.strictObject({ country: countryOrAll, perThousandMinor }))
    .max(300)
    .default([])
    .describe(what);
}
