import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import {
  blockingPeriod,
  capPeriods,
  type Caps,
  capsSchema,
  capWindowMs,
  countsAround,
  isWithinCaps,
  strictestCaps,
} from "./caps.ts";

const anyCaps: fc.Arbitrary<Caps> = fc.record(
  { day: fc.nat(3), week: fc.nat(6), month: fc.nat(12) },
  { requiredKeys: [] },
);
const anyCounts = fc.record({ day: fc.nat(4), week: fc.nat(8), month: fc.nat(14) });

describe("caps", () => {
  it("let a message go while every window has room for one more", () => {
    expect(isWithinCaps({ day: 0, week: 2, month: 5 }, { day: 1, week: 3 })).toBe(true);
    expect(isWithinCaps({ day: 0, week: 3, month: 5 }, { day: 1, week: 3 })).toBe(false);
    expect(blockingPeriod({ day: 0, week: 3, month: 9 }, { week: 3, month: 9 })).toBe("week");
    expect(isWithinCaps({ day: 99, week: 99, month: 99 }, {})).toBe(true);
    expect(isWithinCaps({ day: 0, week: 0, month: 0 }, { month: 0 })).toBe(false);
  });

  it("of customer, vendor and campaign only take away, in whatever order they are asked", () => {
    expect(strictestCaps({ day: 2, week: 3 }, { day: 1, month: 8 }, {})).toEqual({ day: 1, week: 3, month: 8 });
    fc.assert(
      fc.property(anyCaps, anyCaps, anyCounts, (one, other, counts) => {
        const both = strictestCaps(one, other);
        expect(strictestCaps(other, one)).toEqual(both);
        expect(isWithinCaps(counts, both)).toBe(isWithinCaps(counts, one) && isWithinCaps(counts, other));
      }),
    );
  });

  it("hold in every window of time, even if messages are reserved out of order", () => {
    const instants = fc.array(
      fc.nat(60 * 24).map((hour) => hour * HOUR_MS),
      { minLength: 1, maxLength: 80 },
    );
    fc.assert(
      fc.property(instants, anyCaps, (wanted, caps) => {
        const sent: number[] = [];
        for (const at of wanted) if (isWithinCaps(countsAround(at, sent), caps)) sent.push(at);
        for (const period of capPeriods) {
          for (const end of sent) {
            const inWindow = sent.filter((at) => at > end - capWindowMs[period] && at <= end);
            expect(inWindow.length).toBeLessThanOrEqual(caps[period] ?? Infinity);
          }
        }
      }),
    );
  });

  it("forget a message after exactly the window", () => {
    expect(countsAround(DAY_MS, [0, 1])).toEqual({ day: 1, week: 2, month: 2 });
  });

  it("refuse a negative number and a period that does not exist", () => {
    expect([{ day: -1 }, { year: 3 }, { week: 1.5 }].map((caps) => capsSchema.safeParse(caps).success)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
