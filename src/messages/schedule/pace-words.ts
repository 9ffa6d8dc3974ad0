import type { MissingDay } from "./pace.ts";

/** What a language says about a pace. Names of weekdays, months and lists come from the runtime's locale data. */
export type PaceWords = {
  readonly never: string;
  readonly onDates: (dates: readonly string[], list: (items: readonly string[]) => string) => string;
  readonly moreDates: (count: number) => string;
  readonly everyDay: (every: number) => string;
  readonly everyWeek: (
    every: number,
    weekdays: readonly string[],
    list: (items: readonly string[]) => string,
  ) => string;
  /** Monday to Friday: one thing to people, not five. */
  readonly everyWorkWeek: (every: number) => string;
  readonly monthDay: (day: number) => string;
  readonly nthWeekday: (nth: number, weekday: string) => string;
  /** Joins "the 1st and the 15th" with the months that it is said of. */
  readonly everyMonth: (days: string, every: number) => string;
  readonly lastDay: string;
  readonly missingMonthDay: Readonly<Record<MissingDay, string>>;
  readonly everyYear: (date: string, every: number) => string;
  readonly missingLeapDay: Readonly<Record<MissingDay, string>>;
  /** The one own date that everybody has, and nobody declared. */
  readonly birthday: string;
  readonly onOwnDate: (name: string, offsetDays: number) => string;
  readonly onReturn: (phrase: string) => string;
  readonly onlyInMonths: (phrase: string, months: string) => string;
  readonly atTime: (phrase: string, time: string) => string;
};
