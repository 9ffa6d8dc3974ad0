import { getCountries } from "libphonenumber-js";
import { dateOfEpochDay, isLocalDate, type LocalDate } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";

/** Nobody who reads her mail was born before. */
const FIRST_BIRTH: LocalDate = "1880-01-01";
/** The islands east of UTC see a day first, by fourteen hours. */
const EARLIEST_ZONE_MS = 14 * HOUR_MS;

/** The date of today where it is latest on earth: what lies behind it has not been anywhere. */
export function latestToday(now: number): LocalDate {
  return dateOfEpochDay(Math.floor((now + EARLIEST_ZONE_MS) / DAY_MS));
}

/** Whether somebody who lives can be born on that day. */
export function isBirthDate(text: string, now: number): boolean {
  return isLocalDate(text) && text >= FIRST_BIRTH && text <= latestToday(now);
}

/** Whether that day can be told of as gone by, as the day of a purchase is. */
export function isPastDate(text: string, now: number): boolean {
  return isLocalDate(text) && text <= latestToday(now);
}

/** ISO 3166-1 has some places without a telephone of their own. */
const countries: ReadonlySet<string> = new Set([...getCountries(), "AQ", "BV", "GS", "HM", "PN", "TF", "UM"]);

/** Whether two capital letters are a country or territory: ISO 3166-1, and what the numbering plans add to it (XK, AC, TA). */
export function isCountry(text: string): boolean {
  return countries.has(text);
}

/**
 * Embeddings, overrides and isolates turn the text around a name (CVE-2021-42574), and a line break ends its line. Joiners and
 * the marks of a direction stand in real names and turn nothing.
 */
const TURNING = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const MAX_NAME = 200;

/** Whether that can be a person's name. */
export function isPersonName(text: string): boolean {
  return !TURNING.test(text) && Array.from(text).length <= MAX_NAME;
}

export const BIRTH_DATE_REFUSED = "A birthday is a calendar date, YYYY-MM-DD, from 1880 until today.";
export const PAST_DATE_REFUSED = "The day of a purchase is a calendar date, YYYY-MM-DD, and not after today.";
export const COUNTRY_REFUSED = "There is no such country (ISO 3166-1 alpha-2).";
export const NAME_REFUSED = "A name has at most 200 characters, and none that turns or breaks the text around it.";
