import { dateOfEpochDay, epochDayOf, type LocalDate } from "#kernel/calendar.ts";
import {
  type Civil,
  civilOf,
  daysInMonth,
  epochDayOfCivil,
  modulo,
  monthIndexOf,
  weekdayOfDay,
  weekIndexOf,
} from "./civil.ts";
import type { MissingDay, Pace } from "./pace.ts";

/**
 * Which calendar dates a pace means. Dates only: a clock time and a zone are attached afterwards (due.ts), so that a
 * date is neither lost in a daylight-saving gap nor doubled in an overlap (RFC 5545 §3.3.10 would drop it).
 *
 * Each date is judged by itself from the rule and the anchor, never from the occurrence before it: nothing can drift.
 * The anchor sets the phase of "every n …" and is the customer's own date; it is not a beginning. Who wants a beginning
 * asks from there on.
 *
 * Own integer arithmetic, because a judgement by rrule-temporal costs 45 µs and one here 0.05 µs; the library is the
 * oracle of the tests.
 */

/** Counts "every n …" where nobody gave an anchor: a Monday, the first of a month, of a year. */
const DEFAULT_ANCHOR: LocalDate = "2001-01-01";
const DEFAULT_ANCHOR_DAY = epochDayOf(DEFAULT_ANCHOR);

/** One whole cycle of the Gregorian calendar: no question needs more. */
const MAX_RANGE_DAYS = 146_097;

type MonthDays = Extract<Pace, { kind: "month_days" }>;
type MonthWeekdays = Extract<Pace, { kind: "month_weekdays" }>;
type OwnDate = Extract<Pace, { kind: "own_date" }>;

/** The epoch day of month and day in a year, moved or absent where that year has no such day. */
function dayInYear({ year, month, day }: Civil, ifMissing: MissingDay): number | undefined {
  const length = daysInMonth(year, month);
  if (day <= length) return epochDayOfCivil({ year, month, day });
  if (ifMissing === "skip") return undefined;
  return epochDayOfCivil({ year, month, day: length }) + (ifMissing === "next_day" ? 1 : 0);
}

function isMonthOf(pace: MonthDays | MonthWeekdays, monthIndex: number, anchorDay: number): boolean {
  if (pace.months !== undefined && !pace.months.includes((monthIndex % 12) + 1)) return false;
  if (pace.every === 1) return true;
  const anchor = civilOf(anchorDay);
  return modulo(monthIndex - monthIndexOf(anchor.year, anchor.month), pace.every) === 0;
}

function isMonthDay(pace: MonthDays, { year, month, day }: Civil, anchorDay: number): boolean {
  const index = monthIndexOf(year, month);
  const length = daysInMonth(year, month);
  const isHere =
    pace.days.includes(day) || (pace.ifMissing === "last_day" && day === length && hasBeyond(pace, length));
  if (isHere && isMonthOf(pace, index, anchorDay)) return true;
  // A day that the month before did not have moves here; that month, not this one, must be the rule's (RFC 7529 §4.1).
  if (pace.ifMissing !== "next_day" || day !== 1) return false;
  const lengthBefore = month === 1 ? 31 : daysInMonth(year, month - 1);
  return hasBeyond(pace, lengthBefore) && isMonthOf(pace, index - 1, anchorDay);
}

function hasBeyond(pace: MonthDays, length: number): boolean {
  return pace.days.some((day) => day > length);
}

function isMonthWeekday(pace: MonthWeekdays, epochDay: number, anchorDay: number): boolean {
  const { year, month, day } = civilOf(epochDay);
  const weekday = weekdayOfDay(epochDay);
  const fromStart = Math.ceil(day / 7);
  const fromEnd = -Math.ceil((daysInMonth(year, month) - day + 1) / 7);
  return (
    pace.on.some((on) => on.weekday === weekday && (on.nth === fromStart || on.nth === fromEnd)) &&
    isMonthOf(pace, monthIndexOf(year, month), anchorDay)
  );
}

function isOwnDate(pace: OwnDate, epochDay: number, ownDay: number | undefined): boolean {
  if (ownDay === undefined) return false;
  const target = epochDay - pace.offsetDays;
  if (pace.repeats === "once") return target === ownDay;
  return dayInYear({ ...civilOf(ownDay), year: civilOf(target).year }, pace.ifMissing) === target;
}

const chosenDays = new WeakMap<Pace, ReadonlySet<number>>();

function isChosenDay(pace: Extract<Pace, { kind: "dates" }>, epochDay: number): boolean {
  let days = chosenDays.get(pace);
  if (days === undefined) {
    days = new Set(pace.on.map(epochDayOf));
    chosenDays.set(pace, days);
  }
  return days.has(epochDay);
}

/** `occursOn` for who counts in epoch days: no text is made or read. */
export function occursOnDay(pace: Pace, epochDay: number, anchorDay?: number): boolean {
  const from = anchorDay ?? DEFAULT_ANCHOR_DAY;
  switch (pace.kind) {
    case "never":
      return false;
    case "dates":
      return isChosenDay(pace, epochDay);
    case "days":
      return modulo(epochDay - from, pace.every) === 0 && isInMonths(pace, epochDay);
    case "weeks":
      return (
        pace.weekdays.includes(weekdayOfDay(epochDay)) &&
        modulo(weekIndexOf(epochDay) - weekIndexOf(from), pace.every) === 0 &&
        isInMonths(pace, epochDay)
      );
    case "month_days":
      return isMonthDay(pace, civilOf(epochDay), from);
    case "month_weekdays":
      return isMonthWeekday(pace, epochDay, from);
    case "yearly": {
      const { year } = civilOf(epochDay);
      const isYear = pace.every === 1 || modulo(year - civilOf(from).year, pace.every) === 0;
      return isYear && dayInYear({ year, month: pace.month, day: pace.day }, pace.ifMissing) === epochDay;
    }
    case "own_date":
      return isOwnDate(pace, epochDay, anchorDay);
  }
}

function isInMonths(pace: { readonly months?: number[] | undefined }, epochDay: number): boolean {
  return pace.months === undefined || pace.months.includes(civilOf(epochDay).month);
}

/**
 * Whether the pace means this date. `anchorOn` is the date that "every n …" counts from, and for `own_date` the
 * customer's own date (without it, no date is meant). O(1), well under a microsecond.
 */
export function occursOn(pace: Pace, date: LocalDate, anchorOn?: LocalDate): boolean {
  return occursOnDay(pace, epochDayOf(date), anchorOn === undefined ? undefined : epochDayOf(anchorOn));
}

export type DateRange = {
  readonly pace: Pace;
  readonly from: LocalDate;
  /** The last date asked for, itself included. */
  readonly to: LocalDate;
  readonly anchorOn?: LocalDate;
};

/** All dates of the pace from `from` to `to`, ascending. A range beyond 400 years is a caller's bug: RangeError. */
export function occurrencesBetween({ pace, from, to, anchorOn }: DateRange): readonly LocalDate[] {
  const first = epochDayOf(from);
  const last = epochDayOf(to);
  if (last - first > MAX_RANGE_DAYS) throw new RangeError(`A range of ${last - first} days is too long.`);
  const anchorDay = anchorOn === undefined ? undefined : epochDayOf(anchorOn);
  const dates: LocalDate[] = [];
  for (let day = first; day <= last; day += 1) {
    if (occursOnDay(pace, day, anchorDay)) dates.push(dateOfEpochDay(day));
  }
  return dates;
}

/** How far ahead the next dates are looked for: a 29 February every fourth year may wait eight, "every 10 years" ten. */
const HORIZON_DAYS = 41 * 366;

/** The next `count` dates from `from` on, itself included; fewer where the pace means no more within 40 years. */
export function nextOccurrences(
  pace: Pace,
  from: LocalDate,
  { count, anchorOn }: { readonly count: number; readonly anchorOn?: LocalDate },
): readonly LocalDate[] {
  const first = epochDayOf(from);
  const anchorDay = anchorOn === undefined ? undefined : epochDayOf(anchorOn);
  const dates: LocalDate[] = [];
  for (let day = first; day < first + HORIZON_DAYS && dates.length < count; day += 1) {
    if (occursOnDay(pace, day, anchorDay)) dates.push(dateOfEpochDay(day));
  }
  return dates;
}

/**
 * What of an anchor matters to a pace, as few values as there are different calendars: a million customers who
 * subscribed on a thousand days to "every second week" share two. Equal pace and equal phase means equal dates.
 */
export function phaseOf(pace: Pace, anchorOn?: LocalDate): string {
  if (pace.kind === "own_date") return pace.repeats === "once" ? (anchorOn ?? "") : (anchorOn ?? "").slice(5);
  if (pace.kind === "never" || pace.kind === "dates" || pace.every === 1) return "";
  const anchorDay = anchorOn === undefined ? DEFAULT_ANCHOR_DAY : epochDayOf(anchorOn);
  const { year, month } = civilOf(anchorDay);
  const units = {
    days: anchorDay,
    weeks: weekIndexOf(anchorDay),
    month_days: monthIndexOf(year, month),
    month_weekdays: monthIndexOf(year, month),
    yearly: year,
  };
  return String(modulo(units[pace.kind], pace.every));
}
