import { dateOfEpochDay, epochDayOf, instantIn, isLocalDate, type LocalDate } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";

/** A date, with the clock time where the text has one. */
type Moment = {
  readonly date: LocalDate;
  readonly timeMs: number | undefined;
  /** Minutes east of UTC, where the text says them. */
  readonly offsetMinutes: number | undefined;
};

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

type Part = "year" | "month" | "monthName" | "day" | "hour" | "minute" | "second" | "fraction" | "half" | "offset";

const tokens: ReadonlyArray<readonly [token: string, pattern: string, part: Part]> = [
  ["YYYY", String.raw`(\d{4})`, "year"],
  ["MMM", "([A-Za-z]{3})", "monthName"],
  ["MM", String.raw`(\d{2})`, "month"],
  ["M", String.raw`(\d{1,2})`, "month"],
  ["DD", String.raw`(\d{2})`, "day"],
  ["D", String.raw`(\d{1,2})`, "day"],
  ["HH", String.raw`(\d{2})`, "hour"],
  ["H", String.raw`(\d{1,2})`, "hour"],
  ["hh", String.raw`(\d{2})`, "hour"],
  ["h", String.raw`(\d{1,2})`, "hour"],
  ["mm", String.raw`(\d{2})`, "minute"],
  ["ss", String.raw`(\d{2})`, "second"],
  ["SSS", String.raw`(\d{1,9})`, "fraction"],
  ["A", "([AaPp][Mm])", "half"],
  ["Z", String.raw`(Z|[+-]\d{2}:?\d{2})`, "offset"],
];

const named = new Set(["iso", "epoch-seconds", "epoch-ms", "excel"]);
const compiled = new Map<string, { readonly pattern: RegExp; readonly parts: readonly Part[] }>();

/** A year with two digits is refused: nobody can say its century. */
export function isDateForm(form: string): boolean {
  if (named.has(form)) return true;
  const { parts } = compile(form);
  const has = (part: Part) => parts.filter((each) => each === part).length === 1;
  return has("year") && has("day") && has("month") !== has("monthName");
}

/** The calendar date that a text says in a form; undefined where it says none. */
export function readDate(text: string, form: string): LocalDate | undefined {
  return momentOf(text, form)?.date;
}

/** Epoch ms of a text in a form. A clock time without an offset is of `zone`; a date alone is its midnight there. */
export function readInstant(text: string, form: string, zone: string): number | undefined {
  const moment = momentOf(text, form);
  if (moment === undefined) return undefined;
  const { date, timeMs = 0, offsetMinutes } = moment;
  if (offsetMinutes !== undefined) return epochDayOf(date) * DAY_MS + timeMs - offsetMinutes * MINUTE_MS;
  if (zone === "UTC") return epochDayOf(date) * DAY_MS + timeMs;
  return instantIn(zone, date, Math.floor(timeMs / MINUTE_MS)) + (timeMs % MINUTE_MS);
}

function momentOf(text: string, form: string): Moment | undefined {
  switch (form) {
    case "iso":
      return isoMoment(text);
    case "epoch-seconds":
      return /^\d{1,11}$/.test(text) ? fromEpoch(Number(text) * SECOND_MS) : undefined;
    case "epoch-ms":
      return /^\d{1,14}$/.test(text) ? fromEpoch(Number(text)) : undefined;
    case "excel":
      return excelMoment(text);
    default:
      return formMoment(text, form);
  }
}

function fromEpoch(at: number): Moment {
  const day = Math.floor(at / DAY_MS);
  return { date: dateOfEpochDay(day), timeMs: at - day * DAY_MS, offsetMinutes: 0 };
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

function isoMoment(text: string): Moment | undefined {
  const match = ISO.exec(text);
  const [, date = "", hour, minute, second = "0", fraction = "", offset] = match ?? [];
  if (!isLocalDate(date)) return undefined;
  if (hour === undefined) return { date, timeMs: undefined, offsetMinutes: undefined };
  const timeMs = timeOf({ hour: Number(hour), minute: Number(minute), second: Number(second), fraction });
  return timeMs === undefined ? undefined : { date, timeMs, offsetMinutes: offsetOf(offset) };
}

/** Days since 30 December 1899, as spreadsheets count from March 1900 on; earlier days they count wrong. */
function excelMoment(text: string): Moment | undefined {
  const days = /^\d{1,6}(?:\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(days >= 61)) return undefined;
  const whole = Math.floor(days);
  const timeMs = days === whole ? undefined : Math.round(((days - whole) * DAY_MS) / SECOND_MS) * SECOND_MS;
  return { date: dateOfEpochDay(whole + epochDayOf("1899-12-30")), timeMs, offsetMinutes: undefined };
}

function compile(form: string): { readonly pattern: RegExp; readonly parts: readonly Part[] } {
  const known = compiled.get(form);
  if (known !== undefined) return known;
  const parts: Part[] = [];
  let pattern = "";
  for (let at = 0; at < form.length;) {
    const [token, match, part] = tokens.find(([word]) => form.startsWith(word, at)) ?? [];
    if (token === undefined || match === undefined || part === undefined) {
      pattern += form.charAt(at).replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
      at += 1;
    } else {
      pattern += match;
      parts.push(part);
      at += token.length;
    }
  }
  const made = { pattern: new RegExp(`^${pattern}$`), parts };
  if (compiled.size < 500) compiled.set(form, made);
  return made;
}

function formMoment(text: string, form: string): Moment | undefined {
  const { pattern, parts } = compile(form);
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const found = new Map(parts.map((part, index) => [part, match[index + 1] ?? ""]));
  const monthName = found.get("monthName");
  const month = monthName === undefined ? found.get("month") : String(MONTHS.indexOf(monthName.toLowerCase()) + 1);
  const date = `${found.get("year")}-${month?.padStart(2, "0")}-${found.get("day")?.padStart(2, "0")}`;
  if (!isLocalDate(date)) return undefined;
  const hour = hourOf(found.get("hour"), found.get("half"));
  if (hour === undefined) return { date, timeMs: undefined, offsetMinutes: undefined };
  const [minute, second] = [Number(found.get("minute") ?? 0), Number(found.get("second") ?? 0)];
  const timeMs = timeOf({ hour, minute, second, fraction: found.get("fraction") ?? "" });
  return timeMs === undefined ? undefined : { date, timeMs, offsetMinutes: offsetOf(found.get("offset")) };
}

function hourOf(text: string | undefined, half: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const hour = Number(text);
  if (half === undefined) return hour;
  // 12 am is midnight, 12 pm noon; an hour of 13 and more has no half and is no time.
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

function timeOf(time: { hour: number; minute: number; second: number; fraction: string }): number | undefined {
  const { hour, minute, second, fraction } = time;
  // A leap second is the last one before it: clocks on walls do not show it.
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return undefined;
  const ms = Math.floor(Number(`0.${fraction || "0"}`) * 1_000);
  return hour * HOUR_MS + minute * MINUTE_MS + Math.min(second, 59) * SECOND_MS + ms;
}

function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (text === "Z") return 0;
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.slice(1).replace(":", "");
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0));
}
