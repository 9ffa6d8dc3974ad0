import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOfEpochDay, epochDayOf, weekdayOf } from "#kernel/calendar.ts";
import { civilOf, daysInMonth, epochDayOfCivil, isLeapYear, weekdayOfDay, weekIndexOf } from "./civil.ts";

const anyDay = fc.integer({ min: epochDayOf("0400-01-01"), max: epochDayOf("9999-12-31") });
const text = ({ year, month, day }: ReturnType<typeof civilOf>) =>
  [String(year).padStart(4, "0"), ...[month, day].map((part) => String(part).padStart(2, "0"))].join("-");

describe("civil", () => {
  it("agrees with the platform's calendar on every date and weekday, there and back", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(text(civilOf(day))).toBe(dateOfEpochDay(day));
        expect(epochDayOfCivil(civilOf(day))).toBe(day);
        expect(weekdayOfDay(day)).toBe(weekdayOf(dateOfEpochDay(day)));
      }),
      { numRuns: 1000 },
    );
  });

  it("2000 is a leap year, 1900 and 2100 are not", () => {
    expect([1900, 2000, 2024, 2100].map(isLeapYear)).toEqual([false, true, true, false]);
    expect([2100, 2400].map((year) => daysInMonth(year, 2))).toEqual([28, 29]);
  });

  it("a week is one number from Monday to Sunday", () => {
    const week = ["2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30"].map((date) => weekIndexOf(epochDayOf(date)));
    expect(week.map((index) => index - (week[0] ?? 0))).toEqual([0, 1, 1, 2]);
  });
});
