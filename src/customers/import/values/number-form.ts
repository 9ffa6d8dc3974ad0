/** How numbers are written in a file. */
export type NumberForm = { readonly decimal: "." | ","; readonly thousands: "" | "," | "." | " " | "'" };

const PLAIN = /^-?\d{1,15}$/;

/** Blanks that spreadsheets and locales put between thousands. */
const BLANKS = /[\u00a0\u2007\u202f\u2009]/g;

/**
 * A number's text in plain form, "-1234.5"; undefined where it is none of this form. Groups must be whole threes, so that a
 * comma meant as a decimal sign is never taken for a thousands mark. A minus may stand before, behind ("12.50-", as tills
 * write) or be a pair of brackets ("(12.50)", as ledgers do). Exponents are refused: a spreadsheet made them out of a code
 * and lost digits.
 */
export function plainNumber(text: string, { decimal, thousands }: NumberForm): string | undefined {
  if (PLAIN.test(text)) return text;
  const signed = signOf(text.replaceAll(BLANKS, " ").trim());
  const parts = signed.digits.split(decimal);
  const [whole = "", fraction] = parts;
  if (parts.length > 2 || (fraction !== undefined && !/^\d{1,15}$/.test(fraction))) return undefined;
  const digits = ungrouped(whole, thousands);
  if (digits === undefined || digits.length > 15) return undefined;
  return `${signed.isNegative ? "-" : ""}${digits}${fraction === undefined ? "" : `.${fraction}`}`;
}

function signOf(text: string): { readonly isNegative: boolean; readonly digits: string } {
  if (text.startsWith("(") && text.endsWith(")")) return { isNegative: true, digits: text.slice(1, -1) };
  if (text.startsWith("-") || text.startsWith("\u2212")) return { isNegative: true, digits: text.slice(1).trimStart() };
  if (text.endsWith("-")) return { isNegative: true, digits: text.slice(0, -1).trimEnd() };
  return { isNegative: false, digits: text.startsWith("+") ? text.slice(1) : text };
}

function ungrouped(whole: string, thousands: NumberForm["thousands"]): string | undefined {
  if (/^\d+$/.test(whole)) return whole;
  const groups = thousands === "" ? [] : whole.split(thousands);
  const [first = "", ...rest] = groups;
  const isGrouped = /^\d{1,3}$/.test(first) && rest.length > 0 && rest.every((group) => /^\d{3}$/.test(group));
  return isGrouped ? groups.join("") : undefined;
}

/** What a text that is no number looks like, for the hint in its refusal. */
export function looksLikeExponent(text: string): boolean {
  return /^[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+$/.test(text.trim());
}
