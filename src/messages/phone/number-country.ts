import { parsePhoneNumberFromString } from "libphonenumber-js";

/** Remembered, since a programme writes to the same numbers again: the parse is most of a text's own work. */
const MOST_KEPT = 20_000;
const kept = new Map<string, string | undefined>();

/** The country of an E.164 number (ISO 3166-1); undefined where the number itself belongs to none. */
export function countryOfNumber(number: string): string | undefined {
  if (kept.has(number)) return kept.get(number);
  const { country } = parsePhoneNumberFromString(number) ?? {};
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(number, country);
  return country;
}
