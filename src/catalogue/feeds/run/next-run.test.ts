import { describe, expect, it } from "vitest";
import { isoOf } from "#kernel/calendar.ts";
import { nextRun, retryAt } from "./next-run.ts";

const at = (text: string) => Date.parse(text);

describe("a feed's schedule", () => {
  it("names clock times where its zone is, also when clocks change", () => {
    const schedule = { at: ["06:00", "18:30"], zone: "Europe/Berlin" };
    const from = (text: string) => isoOf(nextRun(schedule, at(text)));
    expect(from("2026-11-22T04:59:59Z")).toBe("2026-11-22T05:00:00.000Z");
    expect(from("2026-11-22T05:00:00Z")).toBe("2026-11-22T17:30:00.000Z");
    expect(from("2026-11-22T17:30:00Z")).toBe("2026-11-23T05:00:00.000Z");
    expect(from("2026-03-28T18:00:00Z")).toBe("2026-03-29T04:00:00.000Z");
    // 02:30 does not exist on that night: it is 03:30.
    expect(isoOf(nextRun({ at: ["02:30"], zone: "Europe/Berlin" }, at("2026-03-29T00:00:00Z")))).toBe(
      "2026-03-29T01:30:00.000Z",
    );
    expect(isoOf(nextRun({ everyHours: 6 }, at("2026-11-22T05:00:00Z")))).toBe("2026-11-22T11:00:00.000Z");
  });

  it("is tried again sooner after a fault, but never later than its next turn", () => {
    expect(retryAt(1, 0, 10_000_000)).toBe(300_000);
    expect(retryAt(3, 0, 1_000_000)).toBe(1_000_000);
    expect(retryAt(500, 0, Number.MAX_SAFE_INTEGER)).toBe(21_600_000);
  });
});
