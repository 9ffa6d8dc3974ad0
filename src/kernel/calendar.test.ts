import { describe, expect, it } from "vitest";
import {
  addDays,
  dateOfEpochDay,
  epochDayOf,
  instantIn,
  isLocalDate,
  isZone,
  wallClockIn,
  weekdayOf,
} from "./calendar.ts";

describe("calendar", () => {
  it("a date survives the way through epoch days", () => {
    for (const date of ["1970-01-01", "2000-02-29", "2026-11-22", "1969-12-31"]) {
      expect(dateOfEpochDay(epochDayOf(date))).toBe(date);
    }
    expect(addDays("2027-02-28", 1)).toBe("2027-03-01");
  });

  it("a date that does not exist is refused", () => {
    expect(isLocalDate("2027-02-29")).toBe(false);
    expect(isLocalDate("2028-02-29")).toBe(true);
    expect(isLocalDate("2028-2-9")).toBe(false);
  });

  it("Monday is 1 and Sunday is 7, before 1970 too", () => {
    expect([weekdayOf("2026-11-22"), weekdayOf("2026-11-23"), weekdayOf("1969-12-29")]).toEqual([7, 1, 1]);
  });

  it("a clock time in a daylight-saving gap moves forward, one that happens twice is the first", () => {
    expect(new Date(instantIn("America/New_York", "2026-03-08", 150)).toISOString()).toBe("2026-03-08T07:30:00.000Z");
    expect(new Date(instantIn("America/New_York", "2026-11-01", 90)).toISOString()).toBe("2026-11-01T05:30:00.000Z");
  });

  it("knows zones by name and refuses offsets and nonsense", () => {
    expect([isZone("Europe/Berlin"), isZone("UTC"), isZone("+02:00"), isZone("Mars/Olympus"), isZone("")]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("reads the clock on the wall", () => {
    expect(wallClockIn("Asia/Kathmandu", Date.UTC(2026, 0, 1, 20, 0))).toEqual({ date: "2026-01-02", minute: 105 });
  });
});
