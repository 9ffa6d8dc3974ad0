import { z } from "zod";
import { isLocalDate, type LocalDate } from "#kernel/calendar.ts";
import type { Fault } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { daysInMonth } from "./civil.ts";
import { faultsOf } from "./faults.ts";

/** A leap year: the longest each month can be. */
const LEAP_YEAR = 2000;

const every = (unit: string, max: number) =>
  z.int().min(1).max(max).default(1).describe(`Every how many ${unit}, counted from the anchor date`);

const minute = z
  .int()
  .min(0)
  .max(1439)
  .optional()
  .describe("Clock time as minutes after midnight in the customer's zone; without it the programme's own time holds");

const weekday = z.int().min(1).max(7).describe("ISO 8601: Monday is 1, Sunday is 7");

const months = z
  .array(z.int().min(1).max(12))
  .min(1)
  .max(12)
  .optional()
  .describe("Only in these months of the year; without it in all");

const ifMissing = z
  .enum(["skip", "last_day", "next_day"])
  .default("last_day")
  .describe(
    "Where a month or year has no such day (RFC 7529 SKIP): skip it (OMIT), the last day before it (BACKWARD), the first day after it (FORWARD)",
  );

const localDate = z
  .string()
  .refine(isLocalDate, "This is not a date of the calendar, as 2027-01-31")
  .describe("A date");

const onDates = z
  .strictObject({ kind: z.literal("dates"), on: z.array(localDate).min(1).max(366), minute })
  .describe("On chosen dates");

const byDays = z
  .strictObject({ kind: z.literal("days"), every: every("days", 366), months, minute })
  .describe("Every n days");

const byWeeks = z
  .strictObject({
    kind: z.literal("weeks"),
    every: every("weeks", 104),
    weekdays: z.array(weekday).min(1).max(7),
    months,
    minute,
  })
  .describe("On weekdays of every nth week; weeks begin on Monday");

const byMonthDays = z
  .strictObject({
    kind: z.literal("month_days"),
    every: every("months", 36),
    days: z.array(z.int().min(1).max(31)).min(1).max(31),
    ifMissing,
    months,
    minute,
  })
  .refine((pace) => pace.ifMissing !== "skip" || hasSomeDay(pace.days, pace.months), {
    path: ["days"],
    error: "None of the months has such a day",
  })
  .describe("On days of the month, every nth month");

const byMonthWeekdays = z
  .strictObject({
    kind: z.literal("month_weekdays"),
    every: every("months", 36),
    on: z
      .array(
        z.strictObject({
          nth: z
            .union([z.int().min(1).max(5), z.int().min(-5).max(-1)], {
              error: "Expected 1 … 5, or -1 … -5 from the end",
            })
            .describe("1 is the first, -1 the last of the month; a month without a fifth is left out"),
          weekday,
        }),
      )
      .min(1)
      .max(35),
    months,
    minute,
  })
  .describe("On the nth or last weekdays of the month, every nth month");

const byYears = z
  .strictObject({
    kind: z.literal("yearly"),
    every: every("years", 10),
    month: z.int().min(1).max(12),
    day: z.int().min(1).max(31),
    ifMissing,
    minute,
  })
  .refine((pace) => pace.day <= daysInMonth(LEAP_YEAR, pace.month), {
    path: ["day"],
    error: "That month never has such a day",
  })
  .describe("On one date of every nth year");

const byOwnDate = z
  .strictObject({
    kind: z.literal("own_date"),
    attribute: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,63}$/, "Expected the name of an attribute")
      .describe("A date attribute of the customer, such as birthday: its value is the anchor date"),
    repeats: z.enum(["yearly", "once"]).default("yearly").describe("On every return of the date, or on the date alone"),
    offsetDays: z.int().min(-366).max(366).default(0).describe("Days after the date; before it where negative"),
    ifMissing,
    minute,
  })
  .describe("On a date of the customer's own life");

const never = z.strictObject({ kind: z.literal("never") }).describe("Not at all");

/** How often and on which dates a customer wants to hear: RFC 5545's vocabulary, as far as people speak it. */
export const paceSchema = z
  .discriminatedUnion("kind", [onDates, byDays, byWeeks, byMonthDays, byMonthWeekdays, byYears, byOwnDate, never], {
    error: "Expected an object whose kind is dates, days, weeks, month_days, month_weekdays, yearly, own_date or never",
  })
  .describe("The dates and the pace that a customer chose");

export type Pace = z.infer<typeof paceSchema>;
export type MissingDay = z.infer<typeof ifMissing>;

function hasSomeDay(days: readonly number[], only: readonly number[] | undefined): boolean {
  const longest = Math.max(...(only ?? [1]).map((month) => daysInMonth(LEAP_YEAR, month)));
  return days.some((day) => day <= longest);
}

const sortedSet = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

function nthSet(on: ReadonlyArray<{ nth: number; weekday: number }>): { nth: number; weekday: number }[] {
  // First … fifth, then fifth from the end … last: the order in which people say them.
  const codes = sortedSet(on.map(({ nth, weekday: day }) => (nth > 0 ? nth : nth + 11) * 8 + day));
  return codes.map((code) => {
    const rank = Math.floor(code / 8);
    return { nth: rank <= 5 ? rank : rank - 11, weekday: code % 8 };
  });
}

function whenOf(pace: { months?: number[] | undefined; minute?: number | undefined }) {
  const only = pace.months === undefined ? [] : sortedSet(pace.months);
  return { ...(only.length % 12 === 0 ? {} : { months: only }), ...timeOf(pace) };
}

function timeOf(pace: { minute?: number | undefined }) {
  return pace.minute === undefined ? {} : { minute: pace.minute };
}

/** The one form of a pace: members in fixed order, lists as sorted sets, defaults written out. */
export function canonicalPace(pace: Pace): Pace {
  switch (pace.kind) {
    case "never":
      return { kind: "never" };
    case "dates":
      return { kind: "dates", on: [...new Set<LocalDate>(pace.on)].sort(), ...timeOf(pace) };
    case "days":
      return { kind: "days", every: pace.every, ...whenOf(pace) };
    case "weeks":
      return { kind: "weeks", every: pace.every, weekdays: sortedSet(pace.weekdays), ...whenOf(pace) };
    case "month_days":
      return {
        kind: "month_days",
        every: pace.every,
        days: sortedSet(pace.days),
        ifMissing: pace.ifMissing,
        ...whenOf(pace),
      };
    case "month_weekdays":
      return { kind: "month_weekdays", every: pace.every, on: nthSet(pace.on), ...whenOf(pace) };
    case "yearly": {
      const { kind, month, day, ifMissing: missing } = pace;
      return { kind, every: pace.every, month, day, ifMissing: missing, ...timeOf(pace) };
    }
    case "own_date": {
      const { kind, attribute, repeats, offsetDays, ifMissing: missing } = pace;
      return { kind, attribute, repeats, offsetDays, ifMissing: missing, ...timeOf(pace) };
    }
  }
}

/** Reads what a stranger sent: the canonical pace, or every fault with its JSON Pointer. */
export function parsePace(input: unknown): Result<Pace, readonly Fault[]> {
  const parsed = paceSchema.safeParse(input);
  return parsed.success ? ok(canonicalPace(parsed.data)) : err(faultsOf(parsed.error));
}

const keys = new WeakMap<Pace, string>();

/** The same string for the same wish, however it was written; `parsePace(JSON.parse(key))` gives the pace back. */
export function paceKey(pace: Pace): string {
  const known = keys.get(pace);
  if (known !== undefined) return known;
  const key = JSON.stringify(canonicalPace(pace));
  keys.set(pace, key);
  return key;
}
