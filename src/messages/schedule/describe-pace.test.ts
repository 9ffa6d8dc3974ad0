import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPace } from "./any-pace.contract.ts";
import { describePace } from "./describe-pace.ts";
import { parsePace } from "./pace.ts";

function said(wish: unknown): readonly string[] {
  const parsed = parsePace(wish);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return ["en", "de-AT", "fr_CA"].map((locale) => describePace(parsed.value, locale));
}

describe("a pace in words", () => {
  it("says weekdays as people do", () => {
    expect(said({ kind: "weeks", every: 2, weekdays: [2], minute: 480 })).toEqual([
      "every second Tuesday at 08:00",
      "jeden zweiten Dienstag um 08:00 Uhr",
      "un mardi sur deux à 08:00",
    ]);
    expect(said({ kind: "weeks", weekdays: [6, 7] })).toEqual([
      "every Saturday and Sunday",
      "jeden Samstag und Sonntag",
      "chaque samedi et dimanche",
    ]);
    expect(said({ kind: "weeks", every: 3, weekdays: [2, 4], minute: 1065 })).toEqual([
      "every 3 weeks on Tuesday and Thursday at 17:45",
      "alle 3 Wochen am Dienstag und Donnerstag um 17:45 Uhr",
      "toutes les 3 semaines, le mardi et le jeudi à 17:45",
    ]);
    expect(said({ kind: "weeks", weekdays: [1, 2, 3, 4, 5] })[0]).toBe("Monday to Friday");
    expect(said({ kind: "weeks", weekdays: [1, 2, 3, 4, 5, 6, 7] })).toEqual([
      "every day",
      "jeden Tag",
      "tous les jours",
    ]);
  });

  it("says days of the month, and what happens where a month has no such day", () => {
    expect(said({ kind: "month_days", days: [1, 15] })).toEqual([
      "on the 1st and the 15th of every month",
      "am 1. und 15. jedes Monats",
      "le 1er et le 15 de chaque mois",
    ]);
    expect(said({ kind: "month_days", days: [31] })).toEqual([
      "on the last day of every month",
      "am letzten Tag jedes Monats",
      "le dernier jour de chaque mois",
    ]);
    expect(said({ kind: "month_days", every: 3, days: [30], ifMissing: "next_day" })[0]).toBe(
      "every 3 months on the 30th, or on the 1st after a shorter month",
    );
    expect(said({ kind: "month_days", days: [31], ifMissing: "skip" })[0]).toBe(
      "on the 31st of every month, not in months without that day",
    );
  });

  it("says nth weekdays, seasons and years", () => {
    expect(
      said({
        kind: "month_weekdays",
        on: [
          { nth: -1, weekday: 5 },
          { nth: 1, weekday: 2 },
        ],
      }),
    ).toEqual([
      "on the first Tuesday and the last Friday of every month",
      "am ersten Dienstag und letzten Freitag jedes Monats",
      "le premier mardi et le dernier vendredi de chaque mois",
    ]);
    expect(said({ kind: "days", every: 10, months: [12, 6] })).toEqual([
      "every 10 days, only in June and December",
      "alle 10 Tage, nur im Juni und Dezember",
      "tous les 10 jours, seulement en juin et décembre",
    ]);
    expect(said({ kind: "yearly", month: 2, day: 29 })).toEqual([
      "every year on 29 February, in other years on 28 February",
      "jedes Jahr am 29. Februar, in anderen Jahren am 28. Februar",
      "chaque année, le 29 février, les autres années le 28 février",
    ]);
    expect(said({ kind: "yearly", month: 4, day: 1 })[2]).toBe("chaque année, le 1er avril");
  });

  it("calls an own date by the name that people know", () => {
    const parsed = parsePace({ kind: "own_date", attribute: "birth_day", offsetDays: -1, minute: 540 });
    if (!parsed.ok) throw new Error("It is a pace.");
    expect(describePace(parsed.value, "de", () => "Geburtstag")).toBe("jedes Jahr 1 Tag vor „Geburtstag“ um 09:00 Uhr");
    expect(describePace(parsed.value, "en")).toBe("every year 1 day before “birth day” at 09:00");
    expect(said({ kind: "own_date", attribute: "birthday" })).toEqual([
      "every year on “birthday”",
      "jedes Jahr am Tag „Geburtstag“",
      "chaque année, le jour « anniversaire »",
    ]);
  });

  it("a long list of dates is told by its beginning", () => {
    const on = [1, 2, 3, 4, 5, 6].map((day) => `2027-01-0${day}`);
    expect(said({ kind: "dates", on })[0]).toBe(
      "on 1 January 2027, 2 January 2027, 3 January 2027, 4 January 2027 and 2 more",
    );
  });

  it("has words for every pace in every language, and English for the others", () => {
    fc.assert(
      fc.property(anyPace, (pace) => {
        for (const locale of ["en", "de", "fr"]) expect(describePace(pace, locale)).not.toMatch(/undefined|NaN|^\s*$/);
        expect(describePace(pace, "nl")).toBe(describePace(pace, "en-US"));
      }),
    );
  });
});
