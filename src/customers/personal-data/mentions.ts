import type { PersonName } from "./personal-data.ts";

/** Shorter texts than this name somebody only where they stand for a name as a whole. */
const MIN_PART = 6;

/**
 * Whether anything in a kept item or record names the person: one of its values is a name of hers, or holds one that is long
 * enough to be nobody else's. Spelling of letters does not matter; of a telephone number only the digits do.
 */
export function mentions(names: readonly PersonName[]): (value: unknown) => boolean {
  const wholes = new Set(names.map(({ value }) => value.trim().toLowerCase()));
  const parts = [...wholes].filter((name) => name.length >= MIN_PART);
  const numbers = names.filter(({ kind }) => kind === "phone").map(({ value }) => nationalDigits(value));
  const isHers = (text: string): boolean => {
    const plain = text.trim().toLowerCase();
    if (wholes.has(plain) || parts.some((part) => plain.includes(part))) return true;
    return numbers.length > 0 && numbers.includes(nationalDigits(plain));
  };
  const walk = (value: unknown): boolean => {
    if (typeof value === "string") return isHers(value);
    if (typeof value === "number") return isHers(String(value));
    if (typeof value !== "object" || value === null) return false;
    return Object.entries(value).some(([key, inner]) => isHers(key) || walk(inner));
  };
  return walk;
}

/** The last nine digits: what a number written with and without its country code has in common. */
function nationalDigits(text: string): string {
  const digits = text.replaceAll(/\D/g, "");
  return digits.length < 7 ? "no number" : digits.slice(-9);
}
