import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantIn, wallClockIn } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { anyDate, anyPace } from "./any-pace.contract.ts";
import { datesTouching, dueInstant, duePlan, type Schedule, scheduleKey } from "./due.ts";
import type { Pace } from "./pace.ts";

const daily: Pace = { kind: "days", every: 1 };
const berlin: Schedule = { pace: daily, zone: "Europe/Berlin", minute: 480 };
const at = (date: string, minute: number, zone = "Europe/Berlin") => instantIn(zone, date, minute);

const anyZone = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "America/Havana",
);
const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  pace: anyPace,
  zone: anyZone,
  minute: fc.integer({ min: 0, max: 1439 }),
  anchorOn: anyDate,
});
const anyInstant = fc.integer({ min: at("2026-01-01", 0), max: at("2029-12-31", 0) });
const nothingLost = { graceMs: Infinity, maxJumpMs: Infinity };

/** Plans ahead, so that nothing is late and nothing skipped. */
function ahead(schedules: readonly Schedule[], watermark: number, until: number) {
  return duePlan({ schedules, watermark, now: watermark, until, graceMs: 0 });
}

describe("the plan of what is due", () => {
  it("holds what falls due after the watermark and up to now, the edge included", () => {
    const due = at("2026-11-22", 480);
    const plan = (watermark: number, now: number) =>
      duePlan({ schedules: [berlin], watermark, now, graceMs: HOUR_MS }).occurrences.map(({ on }) => on);
    expect(plan(due - MINUTE_MS, due)).toEqual(["2026-11-22"]);
    expect(plan(due, due + MINUTE_MS)).toEqual([]);
    expect(plan(due - MINUTE_MS, due - 1)).toEqual([]);
  });

  it("neither loses nor doubles an occurrence, wherever the watermark cuts time", () => {
    const cuts = fc.tuple(anyInstant, fc.nat(40 * DAY_MS), fc.nat(40 * DAY_MS));
    fc.assert(
      fc.property(fc.array(anySchedule, { minLength: 1, maxLength: 5 }), cuts, (schedules, [start, first, second]) => {
        const [middle, end] = [start + first, start + first + second];
        const dates = (plan: ReturnType<typeof ahead>) =>
          plan.occurrences.map(({ schedule, on }) => `${schedules.indexOf(schedule)} ${on}`).sort();
        const parts = [...dates(ahead(schedules, start, middle)), ...dates(ahead(schedules, middle, end))].sort();
        expect(parts).toEqual(dates(ahead(schedules, start, end)));
        expect(new Set(parts).size).toBe(parts.length);
      }),
    );
  });

  it("counts every missed occurrence once, as planned or as skipped, wherever ticks were lost", () => {
    const cuts = fc.tuple(anyInstant, fc.nat(12 * DAY_MS), fc.nat(12 * DAY_MS), fc.nat(3 * DAY_MS));
    fc.assert(
      fc.property(fc.array(anySchedule, { minLength: 1, maxLength: 5 }), cuts, (schedules, [start, ...rest]) => {
        const [first, second, graceMs] = rest;
        const [middle, end] = [start + first, start + first + second];
        const plan = (watermark: number, now: number) => duePlan({ schedules, watermark, now, graceMs });
        const [whole, early, late] = [plan(start, end), plan(start, middle), plan(middle, end)];
        const total = ({ occurrences, skipped }: typeof whole) => occurrences.length + skipped;
        expect(total(whole)).toBe(total(early) + total(late));
        const inParts = [...early.occurrences, ...late.occurrences].map(({ dueAt }) => dueAt);
        expect(whole.occurrences.every(({ dueAt }) => inParts.includes(dueAt))).toBe(true);
        expect(whole.skipped > 0 || whole.occurrences.length === inParts.length).toBe(true);
      }),
    );
  });

  it("is empty when the same tick comes twice or the clock went back, and the watermark never does", () => {
    fc.assert(
      fc.property(fc.array(anySchedule, { maxLength: 3 }), anyInstant, fc.nat(9 * DAY_MS), (schedules, now, back) => {
        const again = duePlan({ schedules, watermark: now, now: now - back, ...nothingLost });
        expect(again).toMatchObject({ occurrences: [], skipped: 0, watermark: now });
      }),
    );
  });

  it("after three hours of silence sends what was missed, after three days only the newest", () => {
    const now = at("2026-11-22", 600);
    const plan = (watermark: number) => duePlan({ schedules: [berlin], watermark, now, graceMs: 6 * HOUR_MS });
    expect(plan(now - 3 * HOUR_MS)).toMatchObject({ occurrences: [{ on: "2026-11-22" }], skipped: 0 });
    expect(plan(now - 3 * DAY_MS)).toMatchObject({ occurrences: [{ on: "2026-11-22" }], skipped: 2 });
  });

  it("what is older than the grace time is skipped and counted, never sent", () => {
    const now = at("2026-11-22", 480) + 6 * HOUR_MS;
    const plan = (graceMs: number) => duePlan({ schedules: [berlin], watermark: now - DAY_MS, now, graceMs });
    expect(plan(6 * HOUR_MS)).toMatchObject({ occurrences: [{ on: "2026-11-22" }], skipped: 0 });
    expect(plan(6 * HOUR_MS - 1)).toMatchObject({ occurrences: [], skipped: 1 });
  });

  it("a missed occurrence takes nothing away from those planned ahead, not even on a day of 23 hours", () => {
    const schedule: Schedule = { pace: daily, zone: "Europe/Berlin", minute: 720 };
    const watermark = at("2026-03-28", 720) - 1;
    const { occurrences, skipped } = ahead([schedule], watermark, watermark + DAY_MS);
    expect(occurrences.map(({ on }) => on)).toEqual(["2026-03-28", "2026-03-29"]);
    expect(skipped).toBe(0);
  });

  it("reports a jump forward, but not a tick that is a little late", () => {
    const now = at("2026-11-22", 480);
    const plan = (behind: number) => duePlan({ schedules: [], watermark: now - behind, now, graceMs: 0 });
    expect(plan(15 * MINUTE_MS).jumpMs).toBeUndefined();
    expect(plan(15 * MINUTE_MS + 1).jumpMs).toBe(15 * MINUTE_MS + 1);
  });

  it("after ten years of silence looks back a month and says how much it did not see", () => {
    const now = at("2026-11-22", 600);
    const plan = duePlan({ schedules: [berlin], watermark: now - 3650 * DAY_MS, now, graceMs: DAY_MS });
    expect(plan).toMatchObject({ occurrences: [{ on: "2026-11-22" }], skipped: 30, unseenMs: 3619 * DAY_MS });
  });

  it("a zone that this runtime does not know stops nobody else", () => {
    const lost: Schedule = { ...berlin, zone: "Mars/Olympus" };
    const plan = ahead([lost, berlin], at("2026-11-22", 0), at("2026-11-22", 600));
    expect(plan.unplannable).toEqual([lost]);
    expect(plan.occurrences.map(({ schedule }) => schedule)).toEqual([berlin]);
  });
});

describe("due instants", () => {
  it("lie on one of the dates that a window touches, in whatever zone", () => {
    fc.assert(
      fc.property(anyDate, anySchedule, fc.nat(DAY_MS), (date, { minute, zone }, length) => {
        const due = dueInstant(date, minute, zone);
        for (const range of [datesTouching(due, due + length), datesTouching(due - length, due)]) {
          expect(date >= range.from && date <= range.to).toBe(true);
        }
      }),
    );
    const missing = dueInstant("2011-12-30", 1439, "Pacific/Apia");
    expect(datesTouching(missing, missing).from <= "2011-12-30").toBe(true);
    expect(wallClockIn("Pacific/Apia", missing).date).toBe("2011-12-31");
  });

  it("are shared by all schedules of one key, and only by those", () => {
    const fortnight: Pace = { kind: "weeks", every: 2, weekdays: [2] };
    const key = (anchorOn: string, minute = 480) => scheduleKey({ pace: fortnight, zone: "UTC", minute, anchorOn });
    expect(key("2026-11-03")).toBe(key("2026-11-22"));
    expect(new Set([key("2026-11-03"), key("2026-11-10"), key("2026-11-03", 481)]).size).toBe(3);
  });
});
