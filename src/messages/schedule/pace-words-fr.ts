import type { PaceWords } from "./pace-words.ts";

const ordinals = ["premier", "deuxième", "troisième", "quatrième", "cinquième"];
const fromEnd = ["dernier", "avant-dernier", "3e avant la fin", "4e avant la fin", "5e avant la fin"];

function nthWeekday(nth: number, weekday: string): string {
  if (nth > 0) return `le ${ordinals[nth - 1] ?? nth} ${weekday}`;
  return nth >= -2 ? `le ${fromEnd[-nth - 1] ?? nth} ${weekday}` : `le ${weekday} ${fromEnd[-nth - 1] ?? nth}`;
}

/** The first of a month alone is an ordinal: "le 1er avril". */
const firstOf = (date: string) => date.replace(/^1 /u, "1er ");
const everyWeek = (every: number) => (every === 2 ? "une semaine sur deux" : `toutes les ${every} semaines`);

export const frenchPace: PaceWords = {
  never: "jamais",
  onDates: (dates, list) => list(dates.map((date) => `le ${firstOf(date)}`)),
  moreDates: (count) => `${count} autres jours`,
  everyDay: (every) => (every === 1 ? "tous les jours" : every === 2 ? "un jour sur deux" : `tous les ${every} jours`),
  everyWeek: (every, weekdays, list) => {
    if (every === 1) return `chaque ${list(weekdays)}`;
    if (every === 2 && weekdays.length === 1) return `un ${weekdays.join("")} sur deux`;
    const days = list(weekdays.map((weekday) => `le ${weekday}`));
    return `${everyWeek(every)}, ${days}`;
  },
  everyWorkWeek: (every) => (every === 1 ? "du lundi au vendredi" : `${everyWeek(every)}, du lundi au vendredi`),
  monthDay: (day) => `le ${day === 1 ? "1er" : day}`,
  nthWeekday,
  everyMonth: (days, every) => {
    if (every === 1) return `${days} de chaque mois`;
    return `${every === 2 ? "un mois sur deux" : `tous les ${every} mois`}, ${days}`;
  },
  lastDay: "le dernier jour",
  missingMonthDay: {
    skip: ", sauf les mois sans ce jour",
    last_day: ", ou le dernier jour des mois plus courts",
    next_day: ", ou le 1er après un mois plus court",
  },
  everyYear: (date, every) =>
    `${every === 1 ? "chaque année" : every === 2 ? "une année sur deux" : `tous les ${every} ans`}, le ${firstOf(date)}`,
  missingLeapDay: {
    skip: ", seulement les années bissextiles",
    last_day: ", les autres années le 28 février",
    next_day: ", les autres années le 1er mars",
  },
  birthday: "anniversaire",
  onOwnDate: (name, offsetDays) => {
    if (offsetDays === 0) return `le jour « ${name} »`;
    const days = Math.abs(offsetDays);
    return `${days} ${days === 1 ? "jour" : "jours"} ${offsetDays < 0 ? "avant" : "après"} « ${name} »`;
  },
  onReturn: (phrase) => `chaque année, ${phrase}`,
  onlyInMonths: (phrase, months) => `${phrase}, seulement en ${months}`,
  atTime: (phrase, time) => `${phrase} à ${time}`,
};
