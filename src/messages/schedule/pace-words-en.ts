import type { PaceWords } from "./pace-words.ts";

const plural = new Intl.PluralRules("en", { type: "ordinal" });
const suffixes: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd" };
const ordinals = ["first", "second", "third", "fourth", "fifth"];
const fromEnd = ["last", "second to last", "third to last", "fourth to last", "fifth to last"];

const ordinal = (day: number) => `${day}${suffixes[plural.select(day)] ?? "th"}`;
const nthOf = (nth: number) => (nth > 0 ? ordinals[nth - 1] : fromEnd[-nth - 1]) ?? String(nth);
const everyUnit = (every: number, unit: string) =>
  every === 1 ? `every ${unit}` : every === 2 ? `every second ${unit}` : `every ${every} ${unit}s`;

export const englishPace: PaceWords = {
  never: "never",
  onDates: (dates, list) => `on ${list(dates)}`,
  moreDates: (count) => `${count} more`,
  everyDay: (every) => everyUnit(every, "day"),
  everyWeek: (every, weekdays, list) => {
    if (weekdays.length === 1 && every <= 2) return everyUnit(every, weekdays.join(""));
    return every === 1 ? `every ${list(weekdays)}` : `${everyUnit(every, "week")} on ${list(weekdays)}`;
  },
  everyWorkWeek: (every) => (every === 1 ? "Monday to Friday" : `${everyUnit(every, "week")}, Monday to Friday`),
  monthDay: (day) => `the ${ordinal(day)}`,
  nthWeekday: (nth, weekday) => `the ${nthOf(nth)} ${weekday}`,
  everyMonth: (days, every) =>
    every <= 2 ? `on ${days} of ${everyUnit(every, "month")}` : `every ${every} months on ${days}`,
  lastDay: "the last day",
  missingMonthDay: {
    skip: ", not in months without that day",
    last_day: ", or on the last day of a shorter month",
    next_day: ", or on the 1st after a shorter month",
  },
  everyYear: (date, every) => `${everyUnit(every, "year")} on ${date}`,
  missingLeapDay: {
    skip: ", only in leap years",
    last_day: ", in other years on 28 February",
    next_day: ", in other years on 1 March",
  },
  birthday: "birthday",
  onOwnDate: (name, offsetDays) => {
    if (offsetDays === 0) return `on “${name}”`;
    const days = Math.abs(offsetDays);
    return `${days} ${days === 1 ? "day" : "days"} ${offsetDays < 0 ? "before" : "after"} “${name}”`;
  },
  onReturn: (phrase) => `every year ${phrase}`,
  onlyInMonths: (phrase, months) => `${phrase}, only in ${months}`,
  atTime: (phrase, time) => `${phrase} at ${time}`,
};
