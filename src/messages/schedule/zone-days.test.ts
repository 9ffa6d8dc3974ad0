import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOfEpochDay, epochDayOf, instantIn, wallClockIn } from "#kernel/calendar.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { instantOnDay, wallClockAt } from "./zone-days.ts";

const zones = Intl.supportedValuesOf("timeZone");
const zone = fc.constantFrom(...zones);
const minute = fc.integer({ min: 0, max: 1439 });
const day = fc.integer({ min: epochDayOf("1995-01-01"), max: epochDayOf("2040-12-31") });

/** Local days on which clocks were moved: where a short cut would show. */
const movedDays: readonly (readonly [string, string])[] = [
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["America/Havana", "2026-03-08"],
  ["America/Havana", "2026-11-01"],
  ["America/Sao_Paulo", "2018-02-17"],
  ["America/Sao_Paulo", "2018-11-04"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-29"],
  ["Asia/Beirut", "2026-03-29"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Antarctica/Troll", "2026-03-29"],
  ["Pacific/Apia", "2011-12-30"],
  ["Pacific/Apia", "2011-12-31"],
  ["Africa/Casablanca", "2026-02-15"],
  ["Asia/Pyongyang", "2018-05-05"],
];

describe("remembered local days", () => {
  it(`give the exact instant and wall clock in all ${zones.length} zones`, () => {
    fc.assert(
      fc.property(zone, day, minute, (anyZone, anyDay, anyMinute) => {
        const at = instantIn(anyZone, dateOfEpochDay(anyDay), anyMinute);
        expect(instantOnDay(anyZone, anyDay, anyMinute)).toBe(at);
        expect(wallClockAt(anyZone, at + 59_999)).toEqual(wallClockIn(anyZone, at + 59_999));
      }),
      { numRuns: 1500 },
    );
  });

  it("give the exact instant and wall clock around every kind of clock change", () => {
    const around = fc.tuple(fc.constantFrom(...movedDays), fc.integer({ min: -1, max: 1 }), minute);
    fc.assert(
      fc.property(around, ([[movedZone, date], offset, anyMinute]) => {
        const near = epochDayOf(date) + offset;
        const at = instantIn(movedZone, dateOfEpochDay(near), anyMinute);
        expect(instantOnDay(movedZone, near, anyMinute)).toBe(at);
        for (const shifted of [at - HOUR_MS, at, at + HOUR_MS]) {
          expect(wallClockAt(movedZone, shifted)).toEqual(wallClockIn(movedZone, shifted));
        }
      }),
      { numRuns: 1500 },
    );
  });
});
