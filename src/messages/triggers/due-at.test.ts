import { describe, expect, it } from "vitest";
import { dueAtOf, nextBirthday, type Occasion } from "./due-at.ts";
import type { Wait } from "./trigger.ts";

const occasion = (at: number, more: Partial<Occasion> = {}): Occasion => ({
  at,
  zone: "Europe/Berlin",
  properties: {},
  dates: {},
  ...more,
});

const dueAt = (wait: Wait, from: Occasion) => {
  const found = dueAtOf(wait, from);
  return found === undefined ? undefined : new Date(found).toISOString();
};

describe("when a triggered message is due", () => {
  it.each([
    ["later today, while the clock has not shown it", "2026-11-22T06:00:00Z", 0, "2026-11-22T08:00:00.000Z"],
    ["tomorrow, where it has", "2026-11-22T09:00:00Z", 0, "2026-11-23T08:00:00.000Z"],
    ["at that very minute", "2026-11-22T08:00:00Z", 0, "2026-11-22T08:00:00.000Z"],
    ["by her own date, not that of UTC", "2026-11-22T23:30:00Z", 1, "2026-11-24T08:00:00.000Z"],
    ["at the same clock time across the change of clocks", "2026-10-24T10:00:00Z", 1, "2026-10-25T08:00:00.000Z"],
  ])("%s", (...[, at, days, expected]) => {
    expect(dueAt({ kind: "clock", days, minute: 540 }, occasion(Date.parse(at)))).toBe(expected);
  });

  it("a clock time that the change of clocks leaves out comes an hour later", () => {
    const eve = occasion(Date.parse("2027-03-27T12:00:00Z"));
    expect(dueAt({ kind: "clock", days: 1, minute: 150 }, eve)).toBe("2027-03-28T01:30:00.000Z");
  });

  it("months are counted by the calendar, and end with the month's last day", () => {
    const wait: Wait = { kind: "date", of: { property: "bought_on" }, months: 1, days: 0, minute: 0 };
    const bought = (on: unknown) => occasion(0, { zone: "UTC", properties: { bought_on: on as string } });
    expect(dueAt(wait, bought("2027-01-31"))).toBe("2027-02-28T00:00:00.000Z");
    expect(dueAt({ ...wait, months: -13, days: -1 }, bought("2028-03-31T10:00:00Z"))).toBe("2027-02-27T00:00:00.000Z");
    for (const nonsense of ["2027-02-30", "soon", 7, undefined, null])
      expect(dueAt(wait, bought(nonsense))).toBeUndefined();
  });

  it("the next birthday is today's, this year's or next year's; that of 29 February is on the 28th in between", () => {
    expect(nextBirthday("1990-11-22", "2026-11-22")).toBe("2026-11-22");
    expect(nextBirthday("1990-11-21", "2026-11-22")).toBe("2027-11-21");
    expect(nextBirthday("1992-02-29", "2026-11-22")).toBe("2027-02-28");
    expect(nextBirthday("1992-02-29", "2027-03-01")).toBe("2028-02-29");
  });
});
