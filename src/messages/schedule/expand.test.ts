import fc from "fast-check";
import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { addDays, type LocalDate } from "#kernel/calendar.ts";
import { anyDate, anyPace } from "./any-pace.contract.ts";
import { nextOccurrences, occurrencesBetween, occursOn, phaseOf } from "./expand.ts";
import { type Pace, parsePace } from "./pace.ts";

function pace(wish: unknown): Pace {
  const parsed = parsePace(wish);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const skip = { skip: "OMIT", last_day: "BACKWARD", next_day: "FORWARD" } as const;
const weekdayNames = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const named = (weekday: number) => weekdayNames[weekday - 1] ?? "";

type Rule = { readonly rrule: string; readonly dtstart: LocalDate };

const monthsBefore = (date: LocalDate, months: number) => Temporal.PlainDate.from(date).subtract({ months });

/**
 * A day of the month that short months move, as the library can say it: implied by a DTSTART in a month that has it
 * (beside an explicit BYMONTHDAY it leaves SKIP out, unlike RFC 7529 §4.1 and libical).
 */
function movedDay(day: number, { every, skipping }: { every: number; skipping: string }, anchorOn: LocalDate): Rule {
  let start = monthsBefore(anchorOn, 0);
  while (start.daysInMonth < day) start = monthsBefore(start.toString(), every);
  return {
    rrule: `RSCALE=GREGORIAN;SKIP=${skipping};FREQ=MONTHLY;INTERVAL=${every}`,
    dtstart: start.with({ day }).toString(),
  };
}

/** The pace as rules that together mean the same dates; undefined for what neither RFC nor library can write. */
function rulesOf(chosen: Pace, dtstart: LocalDate): readonly Rule[] | undefined {
  const months = "months" in chosen && chosen.months !== undefined ? `;BYMONTH=${chosen.months.join(",")}` : "";
  switch (chosen.kind) {
    case "days":
      return [{ dtstart, rrule: `FREQ=DAILY;INTERVAL=${chosen.every}${months}` }];
    case "weeks": {
      const days = chosen.weekdays.map(named).join(",");
      return [{ dtstart, rrule: `FREQ=WEEKLY;INTERVAL=${chosen.every};BYDAY=${days}${months}` }];
    }
    case "month_days": {
      const rrule = `FREQ=MONTHLY;INTERVAL=${chosen.every};BYMONTHDAY=${chosen.days.join(",")}${months}`;
      if (chosen.ifMissing === "skip" || chosen.days.every((day) => day <= 28)) return [{ dtstart, rrule }];
      const isStuck = chosen.every % 12 === 0 || months !== "";
      const { every } = chosen;
      const skipping = skip[chosen.ifMissing];
      return isStuck ? undefined : chosen.days.map((day) => movedDay(day, { every, skipping }, dtstart));
    }
    case "month_weekdays": {
      const days = chosen.on.map(({ nth, weekday }) => `${nth}${named(weekday)}`).join(",");
      return [{ dtstart, rrule: `FREQ=MONTHLY;INTERVAL=${chosen.every};BYDAY=${days}${months}` }];
    }
    case "yearly": {
      const { every, month, day } = chosen;
      if (month !== 2 || day !== 29) {
        return [{ dtstart, rrule: `FREQ=YEARLY;INTERVAL=${every};BYMONTH=${month};BYMONTHDAY=${day}` }];
      }
      const rrule = `RSCALE=GREGORIAN;SKIP=${skip[chosen.ifMissing]};FREQ=YEARLY`;
      return every === 1 ? [{ dtstart: "2016-02-29", rrule }] : undefined;
    }
    default:
      return undefined;
  }
}

function byLibrary(rules: readonly Rule[], from: LocalDate, to: LocalDate): readonly LocalDate[] {
  const at = (date: LocalDate) => Temporal.PlainDate.from(date).toZonedDateTime("UTC");
  const found = rules.flatMap(({ rrule, dtstart }) =>
    new RRuleTemporal({ rruleString: rrule, dtstart: at(dtstart), maxIterations: 100_000 }).between(
      at(from),
      at(to),
      true,
    ),
  );
  return [...new Set(found.map((date) => date.toString().slice(0, 10)))].sort();
}

describe("the dates of a pace", () => {
  it("are those of rrule-temporal for every rule that RFC 5545 and 7529 can write", () => {
    const cases = fc
      .tuple(anyPace, anyDate)
      .map(([chosen, anchorOn]) => ({ chosen, anchorOn, rules: rulesOf(chosen, anchorOn) }))
      .filter(({ rules }) => rules !== undefined);
    fc.assert(
      fc.property(cases, ({ chosen, anchorOn, rules = [] }) => {
        // The library begins at DTSTART: a day that the month before lacked may have moved onto the 1st.
        const from = anchorOn.endsWith("-01") ? addDays(anchorOn, 1) : anchorOn;
        const to = addDays(from, 1500);
        expect(occurrencesBetween({ pace: chosen, from, to, anchorOn })).toEqual(byLibrary(rules, from, to));
      }),
      { numRuns: 300 },
    );
  });

  it("never drift: the 31st comes back after February", () => {
    const monthly = pace({ kind: "month_days", days: [31] });
    expect(nextOccurrences(monthly, "2027-01-31", { count: 4 })).toEqual([
      "2027-01-31",
      "2027-02-28",
      "2027-03-31",
      "2027-04-30",
    ]);
  });

  it("are the same whether asked for one by one, in a range or in two halves", () => {
    fc.assert(
      fc.property(anyPace, fc.tuple(anyDate, anyDate), fc.nat(400), (chosen, [anchorOn, from], length) => {
        const to = addDays(from, length);
        const middle = addDays(from, Math.floor(length / 2));
        const all = occurrencesBetween({ pace: chosen, from, to, anchorOn });
        const halves = [
          ...occurrencesBetween({ pace: chosen, from, to: middle, anchorOn }),
          ...occurrencesBetween({ pace: chosen, from: addDays(middle, 1), to, anchorOn }),
        ];
        expect(halves).toEqual(all);
        expect(all.every((date) => occursOn(chosen, date, anchorOn))).toBe(true);
        expect(nextOccurrences(chosen, from, { count: all.length, anchorOn })).toEqual(all);
      }),
    );
  });

  it("are equal for anchors of one phase, so that few calendars serve many subscribers", () => {
    fc.assert(
      fc.property(anyPace, anyDate, fc.nat(800), (chosen, anchorOn, shift) => {
        const other = addDays(anchorOn, shift);
        fc.pre(phaseOf(chosen, anchorOn) === phaseOf(chosen, other));
        const range = { pace: chosen, from: "2030-01-01", to: "2031-12-31" };
        expect(occurrencesBetween({ ...range, anchorOn: other })).toEqual(occurrencesBetween({ ...range, anchorOn }));
      }),
    );
    const fortnight = pace({ kind: "weeks", every: 2, weekdays: [2] });
    const phases = Array.from({ length: 1000 }, (_, day) => phaseOf(fortnight, addDays("2024-01-01", day)));
    expect(new Set(phases).size).toBe(2);
  });

  it("'every second Tuesday' counts weeks from the anchor, backwards too", () => {
    const fortnight = pace({ kind: "weeks", every: 2, weekdays: [2] });
    const range = { pace: fortnight, from: "2026-10-26", to: "2026-12-06", anchorOn: "2026-11-20" };
    expect(occurrencesBetween(range)).toEqual(["2026-11-03", "2026-11-17", "2026-12-01"]);
  });

  it("a greeting some days before a birthday finds the year's end and the leap day", () => {
    const weekBefore = pace({ kind: "own_date", attribute: "birthday", offsetDays: -7 });
    expect(nextOccurrences(weekBefore, "2026-11-22", { count: 2, anchorOn: "1980-01-03" })).toEqual([
      "2026-12-27",
      "2027-12-27",
    ]);
    const onTheDay = pace({ kind: "own_date", attribute: "birthday", ifMissing: "next_day" });
    expect(nextOccurrences(onTheDay, "2027-01-01", { count: 2, anchorOn: "2000-02-29" })).toEqual([
      "2027-03-01",
      "2028-02-29",
    ]);
  });

  it("a customer whose own date is unknown gets nothing on it", () => {
    const birthday = pace({ kind: "own_date", attribute: "birthday" });
    expect(nextOccurrences(birthday, "2026-11-22", { count: 1 })).toEqual([]);
    expect(occursOn(birthday, "2026-11-22", "1990-11-22")).toBe(true);
  });

  it("a date that comes once comes once", () => {
    const reminder = pace({ kind: "own_date", attribute: "warranty_end", repeats: "once", offsetDays: -30 });
    expect(nextOccurrences(reminder, "2026-01-01", { count: 5, anchorOn: "2027-03-01" })).toEqual(["2027-01-30"]);
  });

  it("who wants nothing gets nothing, and chosen dates are those and no others", () => {
    expect(nextOccurrences(pace({ kind: "never" }), "2026-11-22", { count: 3 })).toEqual([]);
    const chosen = pace({ kind: "dates", on: ["2027-05-01", "2026-12-24", "2026-12-24"] });
    expect(nextOccurrences(chosen, "2026-11-22", { count: 9 })).toEqual(["2026-12-24", "2027-05-01"]);
  });

  it("a range of a thousand years is refused", () => {
    const range = { pace: pace({ kind: "days" }), from: "1500-01-01", to: "2500-01-01" };
    expect(() => occurrencesBetween(range)).toThrow(RangeError);
  });
});
