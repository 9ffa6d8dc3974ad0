import { epochDayOf, isLocalDate, type LocalDate } from "#kernel/calendar.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import type { Attributes } from "#content/product.ts";
import { civilOf, daysInMonth, epochDayOfCivil } from "#messages/schedule/civil.ts";
import { instantOnDay, wallClockAt } from "#messages/schedule/zone-days.ts";
import type { Wait } from "./trigger.ts";

/** What a due time depends on beside the trigger. */
export type Occasion = {
  /** epoch ms */
  readonly at: number;
  readonly zone: string;
  /** Of the event. */
  readonly properties: Attributes;
  /** Of the customer; her birthday among them. */
  readonly dates: Readonly<Record<string, LocalDate | undefined>>;
};

/**
 * When the message is due, by the clock where she lives; undefined where the date that it is counted from is not known. A clock
 * time inside a daylight-saving gap moves forward, one that comes twice is the first (RFC 5545 §3.3.5); a month that lacks
 * the day ends with its last (RFC 7529 SKIP=BACKWARD).
 */
export function dueAtOf(wait: Wait, occasion: Occasion): number | undefined {
  switch (wait.kind) {
    case "for":
      return occasion.at + wait.minutes * MINUTE_MS;
    case "clock":
      return clockAfter(occasion, wait);
    case "date":
      return aroundDate(occasion, wait);
  }
}

function clockAfter({ at, zone }: Occasion, { days, minute }: Extract<Wait, { kind: "clock" }>): number {
  const day = epochDayOf(wallClockAt(zone, at).date);
  const dueAt = instantOnDay(zone, day + days, minute);
  // Today's clock has shown it already: tomorrow's will.
  return days === 0 && dueAt < at ? instantOnDay(zone, day + 1, minute) : dueAt;
}

function aroundDate(occasion: Occasion, wait: Extract<Wait, { kind: "date" }>): number | undefined {
  const { of, months, days, minute } = wait;
  const date = "property" in of ? dateIn(occasion.properties[of.property]) : dateOf(occasion, of.attribute);
  if (date === undefined) return undefined;
  return instantOnDay(occasion.zone, addMonths(epochDayOf(date), months) + days, minute);
}

/** A date, or the date of a timestamp. */
function dateIn(value: unknown): LocalDate | undefined {
  const text = typeof value === "string" ? value.slice(0, 10) : "";
  return isLocalDate(text) ? text : undefined;
}

function dateOf({ dates, at, zone }: Occasion, attribute: string): LocalDate | undefined {
  const date = dateIn(dates[attribute]);
  if (attribute !== "birthday" || date === undefined) return date;
  return nextBirthday(date, wallClockAt(zone, at).date);
}

/** The birthday on or after a date; that of 29 February falls on the 28th in other years. */
export function nextBirthday(birthOn: LocalDate, from: LocalDate): LocalDate {
  const year = Number(from.slice(0, 4));
  const thisYear = birthdayIn(birthOn, year);
  return thisYear >= from ? thisYear : birthdayIn(birthOn, year + 1);
}

function birthdayIn(birthOn: LocalDate, year: number): LocalDate {
  const [month, day] = [Number(birthOn.slice(5, 7)), Number(birthOn.slice(8, 10))];
  const on = Math.min(day, daysInMonth(year, month));
  return `${String(year).padStart(4, "0")}-${birthOn.slice(5, 7)}-${String(on).padStart(2, "0")}`;
}

function addMonths(epochDay: number, months: number): number {
  if (months === 0) return epochDay;
  const { year, month, day } = civilOf(epochDay);
  const index = year * 12 + month - 1 + months;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  return epochDayOfCivil({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
}
