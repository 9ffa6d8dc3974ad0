import { minorDigits } from "#kernel/money.ts";

const DECIMAL = /^([+-]?)(\d{1,15})(?:\.(\d{1,15}))?$/;

/**
 * A decimal amount as whole minor units, half away from zero: "12.345" of a two-digit currency is 1235. Worked on digits,
 * because 1.005 × 100 is 100.49999999999999. undefined for what is no plain decimal number.
 */
export function minorUnitsOf(value: unknown, currency: string): number | undefined {
  const match = typeof value === "number" || typeof value === "string" ? DECIMAL.exec(String(value)) : null;
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = ""] = match;
  const digits = minorDigits(currency);
  const kept = fraction.slice(0, digits).padEnd(digits, "0");
  const roundsUp = fraction.charCodeAt(digits) >= 53;
  const units = Number(whole + kept) + (roundsUp ? 1 : 0);
  if (!Number.isSafeInteger(units)) return undefined;
  return sign === "-" && units !== 0 ? -units : units;
}
