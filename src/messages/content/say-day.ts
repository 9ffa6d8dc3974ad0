import { DAY_MS } from "#kernel/clock.ts";

export type DayQuestion = { readonly at: number; readonly now: number; readonly zone: string; readonly locale: string };

/** A day as a reader names it: by its weekday, by its date, or not at all. */
export type SaidDay = { readonly by: "weekday" | "date"; readonly words: string };

/** A weekday says which one for six days; a date without a year for most of a year. */
const WEEKDAY_MS = 6 * DAY_MS;
const DATE_MS = 300 * DAY_MS;
const MAX_KEPT = 1_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of an instant where the reader lives, in her language; undefined where it is too long ago to be told without a year. */
export function sayDay({ at, now, zone, locale }: DayQuestion): SaidDay | undefined {
  const age = now - at;
  if (age < 0 || age > DATE_MS) return undefined;
  const by = age < WEEKDAY_MS ? "weekday" : "date";
  return { by, words: formatOf(by, locale, zone).format(at) };
}

function formatOf(by: SaidDay["by"], locale: string, zone: string): Intl.DateTimeFormat {
  const key = `${by} ${locale} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    const shape = by === "weekday" ? ({ weekday: "long" } as const) : ({ day: "numeric", month: "long" } as const);
    format = new Intl.DateTimeFormat(locale, { ...shape, timeZone: zone });
    if (formats.size < MAX_KEPT) formats.set(key, format);
  }
  return format;
}
