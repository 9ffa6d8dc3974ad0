import { Temporal } from "temporal-polyfill";

/** A calendar date without a zone, "YYYY-MM-DD". Its lexical order is its order in time. */
export type LocalDate = string;
/** A clock time without a date, minutes after midnight: 0 … 1439. */
export type MinuteOfDay = number;

const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01. */
export function epochDayOf(date: LocalDate): number {
  return Math.floor(Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1, +date.slice(8, 10)) / MS_PER_DAY);
}

export function dateOfEpochDay(day: number): LocalDate {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfEpochDay(epochDayOf(date) + days);
}

/** True for a date that exists in the Gregorian calendar (2027-02-29 does not). */
export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dateOfEpochDay(epochDayOf(text)) === text;
}

/** RFC 3339, UTC, milliseconds. */
export function isoOf(at: number): string {
  return new Date(at).toISOString();
}

/** Epoch milliseconds of an ISO 8601 instant; undefined where the text is none. */
export function instantOf(text: string): number | undefined {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** "Sun, 22 Nov 2026 09:00:00 +0000": RFC 5322 §3.3. */
export function mailDateOf(at: number): string {
  return new Date(at).toUTCString().replace("GMT", "+0000");
}

const zoneNames = new Map<string, boolean>();

/** True for an IANA zone that this runtime knows. */
export function isZone(zone: string): boolean {
  const known = zoneNames.get(zone);
  if (known !== undefined) return known;
  let isKnown = true;
  try {
    // Offsets such as "+02:00" parse too, but have no daylight-saving rules: not a place where somebody lives.
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    isKnown = /^[A-Za-z]/.test(zone);
  } catch {
    isKnown = false;
  }
  // Callers pass what strangers typed: the memory of refused names stays bounded.
  if (zoneNames.size < 2_000) zoneNames.set(zone, isKnown);
  return isKnown;
}

/**
 * The instant of a clock time on a date in a zone. A time inside a daylight-saving gap moves forward by the gap, a time
 * that happens twice is the first one (Temporal's "compatible"; RFC 5545 §3.3.5).
 */
export function instantIn(zone: string, date: LocalDate, minute: MinuteOfDay): number {
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

/** The date and the minute of the day that a clock on the wall in `zone` shows at `at`. */
export function wallClockIn(zone: string, at: number): { readonly date: LocalDate; readonly minute: MinuteOfDay } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { date: zoned.toPlainDate().toString(), minute: zoned.hour * 60 + zoned.minute };
}

/** Monday is 1, Sunday is 7 (ISO 8601). */
export function weekdayOf(date: LocalDate): number {
  return ((((epochDayOf(date) + 3) % 7) + 7) % 7) + 1;
}
