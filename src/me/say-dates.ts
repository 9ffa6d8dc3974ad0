import { epochDayOf, type LocalDate, type MinuteOfDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { describePace } from "#messages/schedule/describe-pace.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { arabicPace } from "./words/arabic-pace.ts";
import type { PageWords } from "./words/words.ts";
import type { PageLanguage } from "./words/words-for.ts";

type Wish = { readonly pace: Pace; readonly minute: MinuteOfDay };

/** A pace with its clock time as a sentence's beginning: "Every Tuesday at 08:00". */
export function sayPace({ pace, minute }: Wish, language: PageLanguage, words: PageWords): string {
  const birthday = sayBirthday(pace, minute, words);
  if (birthday !== undefined) return birthday;
  const timed = pace.kind === "never" ? pace : { ...pace, minute };
  const text = language === "ar" ? arabicPace(timed) : describePace(timed, language);
  const [first = ""] = text;
  return `${first.toLocaleUpperCase(language)}${text.slice(first.length)}`;
}

/** The one own date that everybody has, in warmer words than a rule's. */
function sayBirthday(pace: Pace, minute: MinuteOfDay, words: PageWords): string | undefined {
  if (pace.kind !== "own_date" || !isBirthday(pace.attribute) || pace.repeats !== "yearly") return undefined;
  const said = words.pace.birthdayAt(clockOf(minute));
  if (pace.offsetDays === 0) return said;
  const offsets: Readonly<Record<string, string>> = words.pace.offsets;
  const offset = offsets[String(pace.offsetDays)];
  return offset === undefined ? undefined : `${said} (${offset})`;
}

export function isBirthday(attribute: string): boolean {
  return attribute === "birthday";
}

const formats = new Map<PageLanguage, Intl.DateTimeFormat>();

/** "Tue 24 November" in the page's language. */
export function sayDate(date: LocalDate, language: PageLanguage): string {
  const format =
    formats.get(language) ??
    new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
      weekday: "short",
      day: "numeric",
      month: "long",
      timeZone: "UTC",
    });
  formats.set(language, format);
  return format.format(epochDayOf(date) * DAY_MS);
}

/** Names of Monday to Sunday. */
export function weekdayNames(language: PageLanguage): readonly string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  // 1970-01-05 was a Monday.
  return [4, 5, 6, 7, 8, 9, 10].map((day) => format.format(day * DAY_MS));
}

/** "08:30", as a field of type time takes it. A whole day's end is midnight. */
export function clockOf(minute: MinuteOfDay): string {
  const ofDay = minute % 1_440;
  return `${String(Math.floor(ofDay / 60)).padStart(2, "0")}:${String(ofDay % 60).padStart(2, "0")}`;
}

/** Minutes after midnight of "8:30" or "08:30"; undefined for anything else. */
export function minuteOf(text: string): MinuteOfDay | undefined {
  const [, hours = "", minutes = ""] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text) ?? [];
  return hours === "" ? undefined : Number(hours) * 60 + Number(minutes);
}
