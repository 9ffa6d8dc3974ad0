import { readInstant } from "#customers/import/values/date-form.ts";
import { DAY_MS } from "#kernel/clock.ts";

/** Texts that stand for nothing known; compared without regard to case. */
const MISSING = new Set(["", "na", "n/a", "nan", "null", "?"]);

export function isMissing(text: string): boolean {
  return text === "" || (text.length <= 4 && MISSING.has(text.toLowerCase()));
}

/** Words for what is missing among numbers; in a column of words they may mean what they say. */
const NO_NUMBER = new Set(["none", "nil", ".", "-", "--", "#n/a", "(null)", "\\n", "missing", "unknown"]);

/** Missing, where a number would stand. */
export function isNoNumber(text: string): boolean {
  return isMissing(text) || (text.length <= 7 && NO_NUMBER.has(text.toLowerCase()));
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_NUMBER = /^[+-]?\d+,\d+$/;
const GROUPED_POINT = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const GROUPED_COMMA = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d+$/;

/** How a column's numbers are written: 1234.5, 1234,5, 1,234.5 or 1.234,5. */
export type Decimal = "." | "," | ",." | ".,";

/**
 * The number of a text, without the sign of a currency or per cent; NaN where it is none. Commas count only in a column that is
 * written so.
 */
export function numberOf(text: string, decimal: Decimal): number {
  if (NUMBER.test(text)) return Number(text);
  const bare = withoutSign(text);
  if (NUMBER.test(bare)) return Number(bare);
  if (decimal === ",." && GROUPED_POINT.test(bare)) return Number(bare.replaceAll(",", ""));
  if (decimal === ".," && GROUPED_COMMA.test(bare)) return Number(bare.replaceAll(".", "").replace(",", "."));
  const isComma = (decimal === "," || decimal === ".,") && COMMA_NUMBER.test(bare);
  return isComma ? Number(bare.replace(",", ".")) : Number.NaN;
}

function withoutSign(text: string): string {
  return text.replace(/^([+-]?)[$€£¥] ?(?=[\d.])/, "$1").replace(/(?<=[\d.]) ?[$€£¥%]$/, "");
}

/** So many values with three digits behind a comma, and none with another number of them, are thousands. */
const MANY = 10;

/** How numbers are written: with a comma where at least one is and none has a point; with both where one shows it. */
export function decimalOf(texts: readonly string[]): Decimal {
  const withComma = texts.filter((text) => text.includes(",")).map(withoutSign);
  if (withComma.length === 0) return ".";
  if (withComma.every((text) => GROUPED_POINT.test(text))) {
    const isPlain = withComma.some((text) => text.includes(".") || text.indexOf(",") !== text.lastIndexOf(","));
    const isBare = texts.some((text) => /^[+-]?\d{4}/.test(text));
    if (isPlain || (withComma.length >= MANY && !isBare)) return ",.";
  }
  if (withComma.some((text) => GROUPED_COMMA.test(text))) return ".,";
  return withComma.some((text) => COMMA_NUMBER.test(text)) && !texts.some((text) => text.includes(".")) ? "," : ".";
}

/** A form of dates, or "days": plain numbers of days from any origin. */
export type TimeForm = string;

const DAY_FORMS = ["YYYY/M/D", "DD.MM.YYYY", "D.M.YYYY", "M/D/YYYY", "D/M/YYYY", "M-D-YYYY", "D-M-YYYY"].concat([
  "D-MMM-YYYY",
  "D MMM YYYY",
  "MMM D, YYYY",
]);

/** Digits alone first; then days, without and with a clock time. */
const TIME_FORMS: readonly TimeForm[] = ["iso", "YYYYMMDD", "days", "epoch-seconds", "epoch-ms"].concat(
  ["", " H:mm", " H:mm:ss", " h:mm A", " h:mm:ss A"].flatMap((clock) => DAY_FORMS.map((day) => `${day}${clock}`)),
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
  return /^M[/-]D/.test(first) ? [first, ...fitting.slice(1).filter(isDifferent)] : [first];
}

/** The first text that no form reads together with all those before it. */
export function firstOtherTime(texts: readonly string[]): number {
  const ends = TIME_FORMS.map((form) => texts.findIndex((text) => Number.isNaN(daysOf(text, form))));
  return Math.max(...ends);
}
