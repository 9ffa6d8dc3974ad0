import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, instantIn } from "#kernel/calendar.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { duePlan, type Schedule } from "./due.ts";
import { overtakenDates } from "./zone-change.ts";

const daily = (zone: string, minute = 480): Schedule => ({ pace: { kind: "days", every: 1 }, zone, minute });

const overtaken = (before: Schedule, after: Schedule, at: number) =>
  overtakenDates({ before, after }, { from: at, to: at }).map(({ on }) => on);

describe("a customer who changes her zone", () => {
  it("gets exactly one message for each local date, however often she crosses midnight east or west", () => {
    const zones = fc.constantFrom(
      "Pacific/Pago_Pago",
      "America/Los_Angeles",
      "America/New_York",
      "Europe/Berlin",
      "Asia/Tokyo",
      "Pacific/Auckland",
      "Pacific/Kiritimati",
    );
    const steps = fc.array(
      fc.record({ afterMs: fc.integer({ min: 1, max: 20 * HOUR_MS }), moveTo: fc.option(zones, { nil: undefined }) }),
      { minLength: 5, maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 1439 }), (walk, minute) => {
        let schedule = daily("Europe/Berlin", minute);
        let watermark = instantIn("Europe/Berlin", "2026-03-20", minute) - 1;
        // The unique key of customer, programme and date: a second message for a date is refused.
        const sent = new Set<string>();
        for (const { afterMs, moveTo } of walk) {
          const now = watermark + afterMs;
          const plan = duePlan({ schedules: [schedule], watermark, now, graceMs: 48 * HOUR_MS });
          for (const { on } of plan.occurrences) sent.add(on);
          expect(plan.skipped).toBe(0);
          watermark = plan.watermark;
          if (moveTo === undefined) continue;
          const moved = daily(moveTo, minute);
          for (const { on } of overtakenDates({ before: schedule, after: moved }, { from: watermark, to: watermark })) {
            sent.add(on);
          }
          schedule = moved;
        }
        const dates = [...sent].sort();
        expect(dates).toEqual(dates.map((_, index) => addDays("2026-03-20", index)));
      }),
      { numRuns: 150 },
    );
  });

  it("flying east over her hour of the day, she does not lose the day", () => {
    const at = instantIn("America/Los_Angeles", "2026-11-22", 60);
    expect(overtaken(daily("America/Los_Angeles"), daily("Asia/Tokyo"), at)).toEqual(["2026-11-22"]);
    expect(overtaken(daily("Asia/Tokyo"), daily("America/Los_Angeles"), at)).toEqual([]);
  });

  it("of a longer while every date is given that one of its moments overtakes", () => {
    const to = instantIn("America/Los_Angeles", "2026-11-22", 540);
    expect(overtaken(daily("America/Los_Angeles"), daily("Asia/Tokyo"), to)).toEqual([]);
    const change = { before: daily("America/Los_Angeles"), after: daily("Asia/Tokyo") };
    expect(overtakenDates(change, { from: to - 2 * HOUR_MS, to }).map(({ on }) => on)).toEqual(["2026-11-22"]);
  });

  it("a date that is not in both of her rules is not made up", () => {
    const at = instantIn("America/Los_Angeles", "2026-11-22", 60);
    const mondays: Schedule = { pace: { kind: "weeks", every: 1, weekdays: [1] }, zone: "Asia/Tokyo", minute: 480 };
    expect(overtaken(daily("America/Los_Angeles"), mondays, at)).toEqual([]);
    expect(overtaken({ ...mondays, zone: "America/Los_Angeles" }, daily("Asia/Tokyo"), at)).toEqual([]);
  });
});
