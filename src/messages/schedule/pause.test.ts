import { describe, expect, it } from "vitest";
import { isPausedOn, pauseOf, pauseSchema } from "./pause.ts";

describe("a customer's pause", () => {
  it("holds from its first date up to, but not on, the date of return", () => {
    const pause = { from: "2026-12-01", until: "2026-12-24" };
    const dates = ["2026-11-30", "2026-12-01", "2026-12-23", "2026-12-24"];
    expect(dates.map((date) => isPausedOn(pause, date))).toEqual([false, true, true, false]);
  });

  it("without an end holds until she says otherwise", () => {
    expect(isPausedOn({ from: "2026-12-01" }, "2099-01-01")).toBe(true);
    expect(isPausedOn(pauseOf({ pausedFrom: "2026-12-01", pausedUntil: null }), "2099-01-01")).toBe(true);
    expect(isPausedOn(pauseOf({ pausedFrom: null, pausedUntil: null }), "2099-01-01")).toBe(false);
  });

  it("that ends before it begins is refused", () => {
    expect(pauseSchema.safeParse({ from: "2026-12-24", until: "2026-12-24" }).success).toBe(false);
    expect(pauseSchema.safeParse({ from: "2026-12-32" }).success).toBe(false);
    expect(pauseSchema.safeParse({ from: "2026-12-24" }).success).toBe(true);
  });
});
