import { readInstant } from "#customers/import/values/date-form.ts";
import { DAY_MS } from "#kernel/clock.ts";

/** Texts that stand for nothing known; compared without regard to case. */
const MISSING = new Set(["", "na", "n/a", "nan", "null", "?"]);

export function isMissing(text: string): boolean {
  return text === "" || (text.length <= 4 && MISSING.has(text.toLowerCase()));
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?\d+,\d+$/;

export type Decimal = "." | ",";

/** The number of a text; NaN where it is none. A decimal comma counts only in a column that is written so. */
export function numberOf(text: string, decimal: Decimal): number {
  if (NUMBER.test(text)) return Number(text);
  return decimal === "," && COMMA_NUMBER.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

/** How numbers are written: with a comma where at least one is and none has a point. */
export function decimalOf(texts: readonly string[]): Decimal {
  return texts.some((text) => COMMA_NUMBER.test(text)) && !texts.some((text) => text.includes(".")) ? "," : ".";
}

/** A form of dates, or "days": plain numbers of days from any origin. */
export type TimeForm = string;

const DAY_FORMS = ["YYYY/M/D", "DD.MM.YYYY", "D.M.YYYY", "M/D/YYYY", "D/M/YYYY", "D-MMM-YYYY", "D MMM YYYY"];

/** Digits alone first; then days, without and with a clock time. */
const TIME_FORMS: readonly TimeForm[] = ["iso", "YYYYMMDD", "days", "epoch-seconds", "epoch-ms"].concat(
  ["", " H:mm", " H:mm:ss"].flatMap((clock) => DAY_FORMS.map((day) => `${day}${clock}`)),
);

const DAYS = /^-?\d{1,6}(?:\.\d+)?$/;

/** Days since 1970-01-01 (of the origin for "days"); NaN where the text is no time of the form. */
export function daysOf(text: string, form: TimeForm): number {
  if (form === "days") return DAYS.test(text) ? Number(text) : Number.NaN;
  const at = readInstant(text, form, "UTC");
  return at === undefined ? Number.NaN : at / DAY_MS;
}

/** The forms in which all texts can be read; the first that is unlike the others in meaning is ambiguous with it. */
export function timeFormsOf(texts: readonly string[]): readonly TimeForm[] {
  const fitting = TIME_FORMS.filter((form) => texts.every((text) => !Number.isNaN(daysOf(text, form))));
  const [first] = fitting;
  if (first === undefined) return [];
  const isDifferent = (form: TimeForm) => texts.some((text) => daysOf(text, form) !== daysOf(text, first));
  // Digits alone are taken in the order of the list; a day and a month that could change places are not.
  return first.startsWith("M/D") ? [first, ...fitting.slice(1).filter(isDifferent)] : [first];
}
