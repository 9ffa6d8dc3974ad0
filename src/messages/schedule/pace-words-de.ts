import type { PaceWords } from "./pace-words.ts";

const ordinals = ["ersten", "zweiten", "dritten", "vierten", "fünften"];
const fromEnd = ["letzten", "vorletzten", "drittletzten", "viertletzten", "fünftletzten"];

const nthOf = (nth: number) => (nth > 0 ? ordinals[nth - 1] : fromEnd[-nth - 1]) ?? String(nth);

const everyWeek = (every: number) => (every === 2 ? "jede zweite Woche" : `alle ${every} Wochen`);

export const germanPace: PaceWords = {
  never: "nie",
  onDates: (dates, list) => `am ${list(dates)}`,
  moreDates: (count) => `${count} weiteren Tagen`,
  everyDay: (every) => (every === 1 ? "jeden Tag" : every === 2 ? "jeden zweiten Tag" : `alle ${every} Tage`),
  everyWeek: (every, weekdays, list) => {
    if (every === 1) return `jeden ${list(weekdays)}`;
    if (every === 2 && weekdays.length === 1) return `jeden zweiten ${weekdays.join("")}`;
    return `${everyWeek(every)} am ${list(weekdays)}`;
  },
  everyWorkWeek: (every) => (every === 1 ? "Montag bis Freitag" : `${everyWeek(every)} Montag bis Freitag`),
  monthDay: (day) => `${day}.`,
  nthWeekday: (nth, weekday) => `${nthOf(nth)} ${weekday}`,
  everyMonth: (days, every) => {
    if (every > 2) return `alle ${every} Monate am ${days}`;
    return `am ${days} ${every === 1 ? "jedes Monats" : "jedes zweiten Monats"}`;
  },
  lastDay: "letzten Tag",
  missingMonthDay: {
    skip: ", nicht in Monaten ohne diesen Tag",
    last_day: ", in kürzeren Monaten am letzten Tag",
    next_day: ", nach kürzeren Monaten am 1.",
  },
  everyYear: (date, every) =>
    `${every === 1 ? "jedes Jahr" : every === 2 ? "jedes zweite Jahr" : `alle ${every} Jahre`} am ${date}`,
  missingLeapDay: {
    skip: ", nur in Schaltjahren",
    last_day: ", in anderen Jahren am 28. Februar",
    next_day: ", in anderen Jahren am 1. März",
  },
  birthday: "Geburtstag",
  onOwnDate: (name, offsetDays) => {
    if (offsetDays === 0) return `am Tag „${name}“`;
    const days = Math.abs(offsetDays);
    return `${days} ${days === 1 ? "Tag" : "Tage"} ${offsetDays < 0 ? "vor" : "nach"} „${name}“`;
  },
  onReturn: (phrase) => `jedes Jahr ${phrase}`,
  onlyInMonths: (phrase, months) => `${phrase}, nur im ${months}`,
  atTime: (phrase, time) => `${phrase} um ${time} Uhr`,
};
