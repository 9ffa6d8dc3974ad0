import { describe, expect, it } from "vitest";
import { canonicalPace, type Pace } from "#messages/schedule/pace.ts";
import { arabicPace } from "./arabic-pace.ts";

const said = (pace: Pace) => arabicPace(canonicalPace(pace));
const weeks = (every: number, weekdays: number[]): Pace => ({ kind: "weeks", every, weekdays });

describe("a pace in Arabic", () => {
  it("counts with the dual, the few and the many", () => {
    const counts = [1, 2, 3, 10, 11, 99, 100, 103];
    expect(counts.map((every) => said({ kind: "days", every }))).toEqual([
      "كل يوم",
      "كل يومين",
      "كل 3 أيام",
      "كل 10 أيام",
      "كل 11 يوماً",
      "كل 99 يوماً",
      "كل 100 يوم",
      "كل 103 أيام",
    ]);
  });

  it("names one, two, and more weekdays, working days and all days", () => {
    expect(said(weeks(1, [2]))).toBe("كل أسبوع يوم الثلاثاء");
    expect(said(weeks(2, [1, 4]))).toBe("كل أسبوعين يومي الاثنين والخميس");
    expect(said(weeks(1, [1, 3, 5]))).toBe("كل أسبوع أيام الاثنين والأربعاء والجمعة");
    expect(said(weeks(1, [1, 2, 3, 4, 5]))).toBe("كل أسبوع من الاثنين إلى الجمعة");
    expect(said(weeks(1, [1, 2, 3, 4, 5, 6, 7]))).toBe("كل يوم");
  });

  it("names days and weekdays of the month, also from its end, and the time", () => {
    expect(said({ kind: "month_days", every: 1, days: [1, 15], ifMissing: "last_day", minute: 510 })).toBe(
      "في اليوم 1 واليوم 15 من كل شهر الساعة 08:30",
    );
    expect(said({ kind: "month_days", every: 3, days: [31], ifMissing: "last_day" })).toBe("كل 3 أشهر في اليوم الأخير");
    expect(said({ kind: "month_days", every: 1, days: [30], ifMissing: "skip", months: [1, 2] })).toBe(
      "في اليوم 30 من كل شهر، ما عدا الأشهر التي ليس فيها هذا اليوم، في يناير وفبراير فقط",
    );
    expect(said({ kind: "month_weekdays", every: 1, on: [{ nth: -1, weekday: 5 }] })).toBe(
      "في يوم الجمعة الأخير من كل شهر",
    );
  });

  it("names dates, years and own dates", () => {
    const on = ["2027-01-01", "2027-02-02", "2027-03-03", "2027-04-04", "2027-05-05", "2027-06-06"];
    expect(said({ kind: "dates", on: on.slice(0, 2) })).toBe("في 1 يناير 2027 و2 فبراير 2027");
    expect(said({ kind: "dates", on })).toMatch(/وتاريخين آخرين$/);
    expect(said({ kind: "yearly", every: 1, month: 2, day: 29, ifMissing: "next_day" })).toBe(
      "كل سنة في 29 فبراير، وفي السنوات الأخرى في 1 مارس",
    );
    const own = (offsetDays: number): Pace => ({
      kind: "own_date",
      attribute: "wedding_day",
      repeats: "yearly",
      offsetDays,
      ifMissing: "skip",
    });
    expect([0, -1, 2, -7].map((offset) => said(own(offset)).replaceAll(/[\u2068\u2069]/g, ""))).toEqual([
      "كل سنة في «wedding day»",
      "كل سنة قبل «wedding day» بيوم",
      "كل سنة بعد «wedding day» بيومين",
      "كل سنة قبل «wedding day» بـ7 أيام",
    ]);
  });
});
