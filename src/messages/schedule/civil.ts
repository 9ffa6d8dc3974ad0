/**
 * Calendar arithmetic on whole numbers: the proleptic Gregorian calendar on days since 1970-01-01.
 * Algorithms: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days).
 */
export type Civil = { readonly year: number; readonly month: number; readonly day: number };

const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01, where Hinnant's eras begin, to 1970-01-01. */
const EPOCH_OFFSET = 719_468;

/** The remainder that is never negative: phases before 1970 stay in step. */
export function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** Year, month (1 … 12) and day (1 … 31) of an epoch day. */
export function civilOf(epochDay: number): Civil {
  const shifted = epochDay + EPOCH_OFFSET;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** The epoch day of a date that exists. */
export function epochDayOfCivil({ year, month, day }: Civil): number {
  const yearFromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(yearFromMarch / 400);
  const yearOfEra = yearFromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_OFFSET;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** 28 … 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Monday is 1, Sunday is 7 (ISO 8601). */
export function weekdayOfDay(epochDay: number): number {
  return modulo(epochDay + 3, 7) + 1;
}

/** Number of the ISO week (from Monday) since the week of 1970-01-01. */
export function weekIndexOf(epochDay: number): number {
  return Math.floor((epochDay + 3) / 7);
}

/** Number of the month since year 0, so that intervals of months are plain differences. */
export function monthIndexOf(year: number, month: number): number {
  return year * 12 + month - 1;
}
