import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantIn, instantOf, isoOf, wallClockIn } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { earliestAllowed, isQuiet, type QuietHours, quietHoursSchema } from "./quiet-hours.ts";

const night: QuietHours = { from: 1260, to: 480 };
const utc = (text: string) => instantOf(text) ?? Number.NaN;
const opening = (text: string, windows: readonly QuietHours[], zones: readonly string[]) => {
  const found = earliestAllowed(utc(text), windows, zones);
  return found === undefined ? undefined : isoOf(found).slice(0, 16);
};

describe("quiet hours", () => {
  it("a message due in the night waits for the morning, one due by day does not wait", () => {
    expect(opening("2026-01-16T01:59:59Z", [night], ["America/New_York"])).toBe("2026-01-16T01:59");
    expect(opening("2026-01-16T02:00:00Z", [night], ["America/New_York"])).toBe("2026-01-16T13:00");
    expect(opening("2026-01-16T12:59:59Z", [night], ["America/New_York"])).toBe("2026-01-16T13:00");
  });

  it("the morning comes by the clock on the wall, after the clocks were moved too", () => {
    expect(opening("2026-03-08T03:00:00Z", [night], ["America/New_York"])).toBe("2026-03-08T12:00");
    expect(opening("2026-11-01T03:00:00Z", [night], ["America/New_York"])).toBe("2026-11-01T13:00");
  });

  it("an end inside a gap comes with the jump of the clock, one that happens twice holds in both passes", () => {
    const untilHalfPastTwo: QuietHours = { from: 1260, to: 150 };
    expect(opening("2026-03-08T06:00:00Z", [untilHalfPastTwo], ["America/New_York"])).toBe("2026-03-08T07:00");
    const untilHalfPastOne: QuietHours = { from: 1260, to: 90 };
    expect(opening("2026-11-01T05:00:00Z", [untilHalfPastOne], ["America/New_York"])).toBe("2026-11-01T05:30");
    expect(opening("2026-11-01T06:10:00Z", [untilHalfPastOne], ["America/New_York"])).toBe("2026-11-01T06:30");
    expect(opening("2026-04-23T21:30:00Z", [{ from: 1380, to: 30 }], ["Africa/Cairo"])).toBe("2026-04-23T22:00");
  });

  it("a number that may lie in two zones is left alone while it is quiet in either", () => {
    const boiseOrCoast = ["America/Boise", "America/Los_Angeles"];
    expect(opening("2026-01-15T15:30:00Z", [night], boiseOrCoast)).toBe("2026-01-15T16:00");
    expect(opening("2026-01-16T04:30:00Z", [night], boiseOrCoast)).toBe("2026-01-16T16:00");
  });

  it("several windows take away together, and those that leave nothing are told", () => {
    const noon: QuietHours = { from: 480, to: 780 };
    expect(opening("2026-01-15T06:00:00Z", [night, noon], ["UTC"])).toBe("2026-01-15T13:00");
    expect(
      opening(
        "2026-01-15T06:00:00Z",
        [
          { from: 0, to: 720 },
          { from: 720, to: 0 },
        ],
        ["UTC"],
      ),
    ).toBeUndefined();
    expect(opening("2026-01-15T06:00:00Z", [{ from: 0, to: 1440 }], ["UTC"])).toBeUndefined();
  });

  it("a window of certain weekdays holds on the day on which it begins", () => {
    const sundayTillNoon: QuietHours = { from: 0, to: 720, weekdays: [7] };
    expect(opening("2026-11-22T09:00:00Z", [sundayTillNoon], ["UTC"])).toBe("2026-11-22T12:00");
    expect(opening("2026-11-23T09:00:00Z", [sundayTillNoon], ["UTC"])).toBe("2026-11-23T09:00");
    const saturdayNight: QuietHours = { from: 1200, to: 600, weekdays: [6] };
    expect(opening("2026-11-22T09:00:00Z", [saturdayNight], ["UTC"])).toBe("2026-11-22T10:00");
    expect(opening("2026-11-22T21:00:00Z", [saturdayNight], ["UTC"])).toBe("2026-11-22T21:00");
  });

  it("the found moment is allowed everywhere, never before the asked one, and no allowed minute lies between", () => {
    const window = fc
      .record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1440 }) })
      .filter(({ from, to }) => from !== to);
    const zones = fc.subarray(["America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Havana"], {
      minLength: 1,
    });
    const start = instantIn("UTC", "2026-01-01", 0);
    const changes = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"];
    const instants = fc.oneof(
      fc.nat(365 * DAY_MS).map((ms) => start + ms),
      fc
        .tuple(fc.constantFrom(...changes), fc.integer({ min: -12 * HOUR_MS, max: 24 * HOUR_MS }))
        .map(([date, ms]) => instantIn("UTC", date, 0) + ms),
    );
    fc.assert(
      fc.property(instants, fc.array(window, { minLength: 1, maxLength: 2 }), zones, (at, windows, inZones) => {
        const isAllowed = (moment: number) =>
          inZones.every((zone) => windows.every((quiet) => !isQuiet(moment, quiet, zone)));
        const found = earliestAllowed(at, windows, inZones);
        expect(found).toBe(earliestAllowed(at, windows, inZones));
        expect(found === undefined || (found >= at && isAllowed(found))).toBe(true);
        const end = found ?? at + DAY_MS;
        for (let moment = at; moment < end; moment += 7 * MINUTE_MS) expect(isAllowed(moment)).toBe(false);
        expect(end > at && isAllowed(end - MINUTE_MS) && found !== undefined).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it("a window without length is refused", () => {
    expect(quietHoursSchema.safeParse({ from: 480, to: 480 }).success).toBe(false);
    expect(quietHoursSchema.safeParse({ from: 0, to: 1440 }).success).toBe(true);
  });
});

const states = "../shared/cases/sms/quiet-hours-us.json";

describe.skipIf(!existsSync(states))("state windows (../shared/cases/sms)", () => {
  it("a window of allowed hours on some weekdays can be said as quiet hours", () => {
    const { TX } = (JSON.parse(readFileSync(states, "utf8")) as { states: { TX: Record<string, [string, string]> } })
      .states;
    const minuteOf = (text = "") => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
    const quiet = (name: string, weekdays: number[]): QuietHours[] => [
      { from: 0, to: minuteOf(TX[name]?.[0]), weekdays },
      { from: minuteOf(TX[name]?.[1]), to: 1440, weekdays },
    ];
    const windows = [...quiet("mon-sat", [1, 2, 3, 4, 5, 6]), ...quiet("sun", [7])];
    const wall = (text: string) => {
      const found = earliestAllowed(utc(text), windows, ["America/Chicago"]) ?? Number.NaN;
      return wallClockIn("America/Chicago", found);
    };
    expect(wall("2026-11-22T03:30:00Z")).toEqual({ date: "2026-11-22", minute: 720 });
    expect(wall("2026-11-23T03:30:00Z")).toEqual({ date: "2026-11-23", minute: 540 });
  });
});
