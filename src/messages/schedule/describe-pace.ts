import { epochDayOf, type LocalDate, type MinuteOfDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { epochDayOfCivil } from "./civil.ts";
import type { Pace } from "./pace.ts";
import { germanPace } from "./pace-words-de.ts";
import { englishPace } from "./pace-words-en.ts";
import { frenchPace } from "./pace-words-fr.ts";
import type { PaceWords } from "./pace-words.ts";

type Speaker = PaceWords & {
  readonly list: (items: readonly string[]) => string;
  readonly date: (date: LocalDate) => string;
  readonly yearDay: (month: number, day: number) => string;
  readonly month: (month: number) => string;
  readonly weekday: (weekday: number) => string;
};

const words = { en: englishPace, de: germanPace, fr: frenchPace };
type Language = keyof typeof words;
/** "en" alone would speak American: "April 1". */
const tags: Readonly<Record<Language, string>> = { en: "en-GB", de: "de", fr: "fr" };

const LEAP_YEAR = 2000;
/** 1970-01-05 was a Monday. */
const DAY_BEFORE_MONDAY = 3;

function speakerOf(language: Language): Speaker {
  const tag = tags[language];
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" });
    return (epochDay: number) => formatter.format(epochDay * DAY_MS);
  };
  const lists = new Intl.ListFormat(tag, { type: "conjunction" });
  const date = format({ day: "numeric", month: "long", year: "numeric" });
  const yearDay = format({ day: "numeric", month: "long" });
  const month = format({ month: "long" });
  const weekday = format({ weekday: "long" });
  return {
    ...words[language],
    list: (items) => lists.format(items),
    date: (on) => date(epochDayOf(on)),
    yearDay: (inMonth, day) => yearDay(epochDayOfCivil({ year: LEAP_YEAR, month: inMonth, day })),
    month: (inMonth) => month(epochDayOfCivil({ year: LEAP_YEAR, month: inMonth, day: 1 })),
    weekday: (day) => weekday(DAY_BEFORE_MONDAY + day),
  };
}

const speakers = new Map<Language, Speaker>();

function speakerFor(locale: string): Speaker {
  const asked = locale.toLowerCase().split(/[-_]/)[0] ?? "";
  const language: Language = asked === "de" || asked === "fr" ? asked : "en";
  const known = speakers.get(language) ?? speakerOf(language);
  speakers.set(language, known);
  return known;
}

const clock = (minute: MinuteOfDay) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/**
 * The pace in words, as a part of a sentence: "every second Tuesday at 08:00". English, German and French; English for
 * who speaks another language. `nameOf` turns a customer attribute into the word that people know it by.
 */
export function describePace(pace: Pace, locale: string, nameOf?: (attribute: string) => string): string {
  const say = speakerFor(locale);
  const dates = describeDates(pace, say, nameOf ?? ((name) => (name === "birthday" ? say.birthday : spaced(name))));
  const months = "months" in pace && pace.months !== undefined ? pace.months.map(say.month) : undefined;
  const inMonths = months === undefined ? dates : say.onlyInMonths(dates, say.list(months));
  return pace.kind === "never" || pace.minute === undefined ? inMonths : say.atTime(inMonths, clock(pace.minute));
}

const spaced = (attribute: string) => attribute.replaceAll("_", " ");

function describeDates(pace: Pace, say: Speaker, nameOf: (attribute: string) => string): string {
  switch (pace.kind) {
    case "never":
      return say.never;
    case "dates":
      return describeChosenDates(pace.on, say);
    case "days":
      return say.everyDay(pace.every);
    case "weeks": {
      if (pace.weekdays.length === 7 && pace.every === 1) return say.everyDay(1);
      if (pace.weekdays.join("") === "12345") return say.everyWorkWeek(pace.every);
      return say.everyWeek(pace.every, pace.weekdays.map(say.weekday), say.list);
    }
    case "month_days":
      return describeMonthDays(pace, say);
    case "month_weekdays": {
      const days = pace.on.map(({ nth, weekday }) => say.nthWeekday(nth, say.weekday(weekday)));
      return say.everyMonth(say.list(days), pace.every);
    }
    case "yearly": {
      const isLeapDay = pace.month === 2 && pace.day === 29;
      const date = say.everyYear(say.yearDay(pace.month, pace.day), pace.every);
      return isLeapDay ? `${date}${say.missingLeapDay[pace.ifMissing]}` : date;
    }
    case "own_date": {
      const date = say.onOwnDate(nameOf(pace.attribute), pace.offsetDays);
      return pace.repeats === "yearly" ? say.onReturn(date) : date;
    }
  }
}

const MOST_DATES = 5;

function describeChosenDates(on: readonly LocalDate[], say: Speaker): string {
  const dates = on.map(say.date);
  if (dates.length <= MOST_DATES) return say.onDates(dates, say.list);
  const shown = MOST_DATES - 1;
  const list = (items: readonly string[]) => say.list([...items, say.moreDates(on.length - shown)]);
  return say.onDates(dates.slice(0, shown), list);
}

function describeMonthDays(pace: Extract<Pace, { kind: "month_days" }>, say: Speaker): string {
  const isLastDay = (day: number) => day === 31 && pace.ifMissing === "last_day";
  const days = pace.days.map((day) => (isLastDay(day) ? say.lastDay : say.monthDay(day)));
  const phrase = say.everyMonth(say.list(days), pace.every);
  // Every month has 28 days, and "the last day" needs no word about shorter months.
  const mayMiss = pace.days.some((day) => day > 28 && !isLastDay(day));
  return mayMiss ? `${phrase}${say.missingMonthDay[pace.ifMissing]}` : phrase;
}
