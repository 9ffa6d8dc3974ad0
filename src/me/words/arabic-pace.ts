import { epochDayOf, type LocalDate } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { MissingDay, Pace } from "#messages/schedule/pace.ts";

/** A unit after "every": one, two (the dual needs no number), few (3 to 10), many (11 to 99), other (100 and its kin). */
type Unit = Readonly<Record<"one" | "two" | "few" | "many" | "other", string>>;

const day: Unit = { one: "يوم", two: "يومين", few: "أيام", many: "يوماً", other: "يوم" };
const week: Unit = { one: "أسبوع", two: "أسبوعين", few: "أسابيع", many: "أسبوعاً", other: "أسبوع" };
const month: Unit = { one: "شهر", two: "شهرين", few: "أشهر", many: "شهراً", other: "شهر" };
const year: Unit = { one: "سنة", two: "سنتين", few: "سنوات", many: "سنة", other: "سنة" };
const otherDate: Unit = {
  one: "تاريخ آخر",
  two: "تاريخين آخرين",
  few: "تواريخ أخرى",
  many: "تاريخاً آخر",
  other: "تاريخ آخر",
};

const plural = new Intl.PluralRules("ar");
const lists = new Intl.ListFormat("ar", { type: "conjunction" });
const list = (items: readonly string[]) => lists.format(items);

function counted(count: number, unit: Unit): string {
  const form = plural.select(count);
  if (form === "one" || form === "two") return unit[form];
  return `${count} ${form === "zero" ? unit.other : unit[form]}`;
}

const every = (count: number, unit: Unit) => `كل ${counted(count, unit)}`;

function formatter(options: Intl.DateTimeFormatOptions): (epochDay: number) => string {
  const format = new Intl.DateTimeFormat("ar", { ...options, timeZone: "UTC" });
  return (epochDay) => format.format(epochDay * DAY_MS);
}

/** 1970-01-05 was a Monday. */
const DAY_BEFORE_MONDAY = 3;
const LEAP_YEAR = "2000";
const weekdayName = formatter({ weekday: "long" });
const weekdayOf = (weekday: number) => weekdayName(DAY_BEFORE_MONDAY + weekday);
const monthName = formatter({ month: "long" });
const yearDay = formatter({ day: "numeric", month: "long" });
const wholeDate = formatter({ day: "numeric", month: "long", year: "numeric" });
const two = (value: number) => String(value).padStart(2, "0");
const epochDayIn = (inMonth: number, onDay: number) => epochDayOf(`${LEAP_YEAR}-${two(inMonth)}-${two(onDay)}`);

const missingMonthDay: Readonly<Record<MissingDay, string>> = {
  skip: "، ما عدا الأشهر التي ليس فيها هذا اليوم",
  last_day: "، أو في آخر يوم من الشهر الأقصر",
  next_day: "، أو في اليوم الأول بعد الشهر الأقصر",
};
const missingLeapDay: Readonly<Record<MissingDay, string>> = {
  skip: "، في السنوات الكبيسة فقط",
  last_day: "، وفي السنوات الأخرى في 28 فبراير",
  next_day: "، وفي السنوات الأخرى في 1 مارس",
};

// The ordinals agree with "day", which is masculine; so each weekday is said with that word before it.
const ordinals = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس"];
const fromEnd = ["الأخير", "قبل الأخير", "الثالث من الآخر", "الرابع من الآخر", "الخامس من الآخر"];
const nthOf = (nth: number) => (nth > 0 ? ordinals[nth - 1] : fromEnd[-nth - 1]) ?? String(nth);

/** The pace in Arabic, as a part of a sentence: "every two weeks on Tuesday at 08:30". */
export function arabicPace(pace: Pace, nameOf: (attribute: string) => string = spaced): string {
  const dates = datesOf(pace, nameOf);
  const months = "months" in pace && pace.months !== undefined ? pace.months : [];
  const inMonths =
    months.length === 0 ? dates : `${dates}، في ${list(months.map((number) => monthName(epochDayIn(number, 1))))} فقط`;
  if (pace.kind === "never" || pace.minute === undefined) return inMonths;
  return `${inMonths} الساعة ${two(Math.floor(pace.minute / 60))}:${two(pace.minute % 60)}`;
}

const spaced = (attribute: string) => (attribute === "birthday" ? "عيد الميلاد" : attribute.replaceAll("_", " "));

function datesOf(pace: Pace, nameOf: (attribute: string) => string): string {
  switch (pace.kind) {
    case "never":
      return "أبداً";
    case "dates":
      return chosenDates(pace.on);
    case "days":
      return every(pace.every, day);
    case "weeks":
      return weekdaysOf(pace);
    case "month_days":
      return monthDays(pace);
    case "month_weekdays": {
      const days = pace.on.map(({ nth, weekday }) => `يوم ${weekdayOf(weekday)} ${nthOf(nth)}`);
      return ofMonths(days, pace.every);
    }
    case "yearly": {
      const date = `${every(pace.every, year)} في ${yearDay(epochDayIn(pace.month, pace.day))}`;
      return pace.month === 2 && pace.day === 29 ? `${date}${missingLeapDay[pace.ifMissing]}` : date;
    }
    case "own_date": {
      const date = ownDate(nameOf(pace.attribute), pace.offsetDays);
      return pace.repeats === "yearly" ? `كل سنة ${date}` : date;
    }
  }
}

const MOST_DATES = 5;

function chosenDates(on: readonly LocalDate[]): string {
  const dates = on.map((date) => wholeDate(epochDayOf(date)));
  if (dates.length <= MOST_DATES) return `في ${list(dates)}`;
  const shown = MOST_DATES - 1;
  return `في ${list([...dates.slice(0, shown), counted(on.length - shown, otherDate)])}`;
}

function weekdaysOf({ every: count, weekdays }: Extract<Pace, { kind: "weeks" }>): string {
  if (weekdays.length === 7 && count === 1) return every(1, day);
  if (weekdays.join("") === "12345") return `${every(count, week)} من ${weekdayOf(1)} إلى ${weekdayOf(5)}`;
  const names = list(weekdays.map(weekdayOf));
  const noun = weekdays.length === 1 ? "يوم" : weekdays.length === 2 ? "يومي" : "أيام";
  return `${every(count, week)} ${noun} ${names}`;
}

function monthDays(pace: Extract<Pace, { kind: "month_days" }>): string {
  const isLastDay = (number: number) => number === 31 && pace.ifMissing === "last_day";
  const days = pace.days.map((number) => (isLastDay(number) ? "اليوم الأخير" : `اليوم ${number}`));
  const phrase = ofMonths(days, pace.every);
  const mayMiss = pace.days.some((number) => number > 28 && !isLastDay(number));
  return mayMiss ? `${phrase}${missingMonthDay[pace.ifMissing]}` : phrase;
}

function ofMonths(days: readonly string[], count: number): string {
  return count === 1 ? `في ${list(days)} من كل شهر` : `${every(count, month)} في ${list(days)}`;
}

function ownDate(name: string, offsetDays: number): string {
  const quoted = `«\u2068${name}\u2069»`;
  if (offsetDays === 0) return `في ${quoted}`;
  const away = Math.abs(offsetDays);
  return `${offsetDays < 0 ? "قبل" : "بعد"} ${quoted} بـ${counted(away, day)}`.replace(/بـ(?=\p{L})/u, "ب");
}
