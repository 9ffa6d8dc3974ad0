import fc from "fast-check";
import { dateOfEpochDay, epochDayOf, type LocalDate } from "#kernel/calendar.ts";
import { canonicalPace, type Pace, parsePace } from "./pace.ts";

/** Every kind of pace, for properties that must hold for all of them. */
const DAY_2020 = epochDayOf("2020-01-01");
const DAY_2035 = epochDayOf("2035-12-31");

export const anyDate: fc.Arbitrary<LocalDate> = fc.integer({ min: DAY_2020, max: DAY_2035 }).map(dateOfEpochDay);

const minute = fc.option(fc.integer({ min: 0, max: 1439 }), { nil: undefined });
const weekday = fc.integer({ min: 1, max: 7 });
const months = fc.option(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }), { nil: undefined });
const ifMissing = fc.constantFrom("skip", "last_day", "next_day");
const every = (max: number) => fc.oneof(fc.constant(1), fc.integer({ min: 1, max }));
const nth = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: -5, max: -1 }));

const wishes = fc.oneof(
  fc.record({ kind: fc.constant("never") }),
  fc.record({ kind: fc.constant("dates"), on: fc.array(anyDate, { minLength: 1, maxLength: 20 }), minute }),
  fc.record({ kind: fc.constant("days"), every: every(40), months, minute }),
  fc.record({
    kind: fc.constant("weeks"),
    every: every(5),
    weekdays: fc.array(weekday, { minLength: 1, maxLength: 5 }),
    months,
    minute,
  }),
  fc.record({
    kind: fc.constant("month_days"),
    every: every(5),
    days: fc.array(fc.oneof(fc.integer({ min: 28, max: 31 }), fc.integer({ min: 1, max: 31 })), {
      minLength: 1,
      maxLength: 4,
    }),
    ifMissing,
    months,
    minute,
  }),
  fc.record({
    kind: fc.constant("month_weekdays"),
    every: every(5),
    on: fc.array(fc.record({ nth, weekday }), { minLength: 1, maxLength: 4 }),
    months,
    minute,
  }),
  fc.record({
    kind: fc.constant("yearly"),
    every: every(4),
    month: fc.oneof(fc.constant(2), fc.integer({ min: 1, max: 12 })),
    day: fc.integer({ min: 1, max: 31 }),
    ifMissing,
    minute,
  }),
  fc.record({
    kind: fc.constant("own_date"),
    attribute: fc.constant("birthday"),
    repeats: fc.constantFrom("yearly", "once"),
    offsetDays: fc.integer({ min: -366, max: 366 }),
    ifMissing,
    minute,
  }),
);

/** Wishes that no calendar can grant are dropped, as `parsePace` does. */
export const anyPace: fc.Arbitrary<Pace> = wishes
  .map((wish) => parsePace(wish))
  .filter((parsed) => parsed.ok)
  .map((parsed) => canonicalPace(parsed.value));
