import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { anyPace } from "./any-pace.contract.ts";
import { canonicalPace, type Pace, paceKey, paceSchema, parsePace } from "./pace.ts";

function faultsIn(input: unknown): readonly string[] {
  const parsed = parsePace(input);
  return parsed.ok ? [] : parsed.error.map(({ pointer }) => pointer);
}

describe("a pace", () => {
  it("has one key however the wish is written, and the key gives the pace back", () => {
    const one = parsePace({ kind: "weeks", weekdays: [4, 2, 4], months: [12, 6], minute: 480 });
    const other = parsePace({ minute: 480, months: [6, 12, 6], weekdays: [2, 4], every: 1, kind: "weeks" });
    expect(one).toEqual(other);
    if (!one.ok || !other.ok) throw new Error("Both are paces.");
    expect(paceKey(one.value)).toBe('{"kind":"weeks","every":1,"weekdays":[2,4],"months":[6,12],"minute":480}');
    expect(paceKey(other.value)).toBe(paceKey(one.value));
  });

  it("survives its key, whatever was chosen", () => {
    fc.assert(
      fc.property(anyPace, (pace) => {
        expect(parsePace(JSON.parse(paceKey(pace)))).toEqual({ ok: true, value: canonicalPace(pace) });
        expect(paceKey(canonicalPace(pace))).toBe(paceKey({ ...pace }));
      }),
    );
  });

  it("naming all twelve months is naming none", () => {
    const all = { kind: "days", months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
    expect(parsePace(all)).toEqual({ ok: true, value: { kind: "days", every: 1 } });
  });

  it("a date that does not exist, a fraction, a word and an unknown member are each pointed at", () => {
    expect(faultsIn({ kind: "dates", on: ["2027-01-31", "2027-02-29"] })).toEqual(["/on/1"]);
    expect(faultsIn({ kind: "days", every: 1.5, minute: 1440 })).toEqual(["/every", "/minute"]);
    expect(faultsIn({ kind: "weeks", weekdays: ["tuesday", 0, 8] })).toEqual([
      "/weekdays/0",
      "/weekdays/1",
      "/weekdays/2",
    ]);
    expect(faultsIn({ kind: "days", "each/way~": 1 })).toEqual(["/each~1way~0"]);
    expect(faultsIn({ kind: "month_weekdays", on: [{ nth: 0, weekday: 1 }] })).toEqual(["/on/0/nth"]);
    expect(faultsIn({ kind: "own_date", attribute: "Birth day", offsetDays: 400 })).toEqual([
      "/attribute",
      "/offsetDays",
    ]);
    expect(faultsIn({ kind: "hourly" })).toEqual(["/kind"]);
    expect([null, 7, "weekly", []].map(faultsIn)).toEqual([[""], [""], [""], [""]]);
  });

  it("a wish that no calendar can grant is refused instead of never sending", () => {
    expect(faultsIn({ kind: "month_days", days: [30, 31], months: [2], ifMissing: "skip" })).toEqual(["/days"]);
    expect(faultsIn({ kind: "month_days", days: [30, 31], months: [2] })).toEqual([]);
    expect(faultsIn({ kind: "yearly", month: 4, day: 31 })).toEqual(["/day"]);
    expect(faultsIn({ kind: "yearly", month: 2, day: 29 })).toEqual([]);
    expect(faultsIn({ kind: "weeks", weekdays: [] })).toEqual(["/weekdays"]);
    expect(faultsIn({ kind: "dates", on: [] })).toEqual(["/on"]);
  });

  it("two wishes have one key only if they are the same wish", () => {
    const distinct: Pace[] = [
      { kind: "month_days", every: 1, days: [31], ifMissing: "skip" },
      { kind: "month_days", every: 1, days: [31], ifMissing: "next_day" },
      { kind: "month_weekdays", every: 1, on: [{ nth: -1, weekday: 2 }] },
      { kind: "month_weekdays", every: 1, on: [{ nth: 5, weekday: 2 }] },
      { kind: "days", every: 7 },
      { kind: "days", every: 7, minute: 0 },
      { kind: "never" },
    ];
    expect(new Set(distinct.map(paceKey)).size).toBe(distinct.length);
  });

  it("describes itself as a JSON Schema with a word for each member", () => {
    const schema = JSON.stringify(z.toJSONSchema(paceSchema, { io: "input" }));
    expect(schema).toContain("RFC 7529");
    expect(schema).toContain("Every how many weeks");
  });
});
