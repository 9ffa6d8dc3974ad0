import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { decideRelease, isPausedOn, mayPlan, pauseSchema, type Release } from "./pause.ts";

const DUE = 1_763_800_000_000;
const due: Release = {
  programme: { kind: "running" },
  on: "2026-11-22",
  today: "2026-11-22",
  dueAt: DUE,
  now: DUE,
  graceMs: 6 * HOUR_MS,
};

describe("a customer's pause", () => {
  it("holds from its first date up to, but not on, the date of return", () => {
    const pause = { from: "2026-12-01", until: "2026-12-24" };
    const dates = ["2026-11-30", "2026-12-01", "2026-12-23", "2026-12-24"];
    expect(dates.map((date) => isPausedOn(pause, date))).toEqual([false, true, true, false]);
  });

  it("without an end holds until she says otherwise", () => {
    expect(isPausedOn({ from: "2026-12-01" }, "2099-01-01")).toBe(true);
    expect(isPausedOn(undefined, "2099-01-01")).toBe(false);
  });

  it("that ends before it begins is refused", () => {
    expect(pauseSchema.safeParse({ from: "2026-12-24", until: "2026-12-24" }).success).toBe(false);
    expect(pauseSchema.safeParse({ from: "2026-12-32" }).success).toBe(false);
    expect(pauseSchema.safeParse({ from: "2026-12-24" }).success).toBe(true);
  });

  it("taken after the message was planned still holds it back, and nothing of it comes on her return", () => {
    expect(decideRelease({ ...due, pause: { from: "2026-11-22" } })).toBe("cancel_customer_paused");
    const over = { from: "2026-11-20", until: "2026-11-23" };
    expect(decideRelease({ ...due, pause: over, today: "2026-11-23", now: DUE + HOUR_MS })).toBe(
      "cancel_customer_paused",
    );
  });
});

describe("a vendor's pause and stop", () => {
  it("a running programme sends what is due and nothing before", () => {
    expect(decideRelease(due)).toBe("send");
    expect(decideRelease({ ...due, now: DUE - 1 })).toBe("hold");
  });

  it("a paused programme holds its messages and lets go of those that would come too late", () => {
    const paused = { kind: "paused" } as const;
    expect(decideRelease({ ...due, programme: paused })).toBe("hold");
    expect(decideRelease({ ...due, programme: paused, now: DUE + DAY_MS })).toBe("cancel_too_late");
    expect(decideRelease({ ...due, now: DUE + 6 * HOUR_MS })).toBe("send");
    expect(mayPlan(paused)).toBe(true);
  });

  it("a pause with an end goes on by itself", () => {
    const programme = { kind: "paused", until: DUE + HOUR_MS } as const;
    expect(decideRelease({ ...due, programme, now: DUE + HOUR_MS - 1 })).toBe("hold");
    expect(decideRelease({ ...due, programme, now: DUE + HOUR_MS })).toBe("send");
  });

  it("a stopped programme plans nothing and sends nothing that it had planned", () => {
    expect(mayPlan({ kind: "stopped" })).toBe(false);
    expect(decideRelease({ ...due, programme: { kind: "stopped" } })).toBe("cancel_stopped");
  });
});
