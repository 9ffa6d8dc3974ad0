import { describe, expect, it } from "vitest";
import type { Reason } from "#content/selection.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { reasonWords } from "./reason-words.ts";

/** A Sunday. */
const NOW = Date.UTC(2026, 10, 22, 12);

const because = (signal: string, daysAgo: number): Reason => ({
  code: "affinity",
  words: "",
  data: { category: "garden tools", signal, signalAt: NOW - daysAgo * DAY_MS },
});
const say = (reason: Reason, locale = "en-GB", zone = "UTC") => reasonWords(reason, { locale, zone, now: NOW });

describe("the reason that a customer reads", () => {
  it("names what she did and its day: the weekday, the date, and after most of a year neither", () => {
    expect(say(because("click", 5))).toBe("Because you looked at garden tools on Tuesday");
    expect(say(because("purchase", 19))).toBe("Because you bought from garden tools on 3 November");
    expect(say(because("purchase", 19), "en-US")).toBe("Because you bought from garden tools on November 3");
    expect(say(because("page-view", 301))).toBe("Because you looked at garden tools");
    expect(say(because("click", -1))).toBe("Because you looked at garden tools");
  });

  it("tells the day where she lives", () => {
    const late: Reason = {
      ...because("click", 1),
      data: { ...because("click", 1).data, signalAt: NOW - 13 * HOUR_MS },
    };
    expect(say(late)).toContain("Saturday");
    expect(say(late, "en-GB", "Asia/Tokyo")).toContain("Sunday");
  });

  it.each([
    ["de", "Weil Sie am Dienstag etwas aus garden tools gekauft haben", "Weil Sie am 3. November etwas aus"],
    ["fr", "Parce que vous avez fait un achat chez garden tools mardi", "garden tools le 3 novembre"],
    ["ar", "لأنك اشتريت من garden tools يوم الثلاثاء", "يوم 3 نوفمبر"],
    ["xx", "Because you bought from garden tools on Tuesday", "on "],
  ])("is in her language (%s)", (locale, byWeekday, byDate) => {
    expect(say(because("purchase", 5), locale)).toBe(byWeekday);
    expect(say(because("purchase", 19), locale)).toContain(byDate);
  });

  it("speaks of what she said without a day, and of no act where none is known", () => {
    expect(say(because("newsletter-choice", 2))).toBe("Because you chose to hear about garden tools");
    expect(say(because("survey", 2), "de")).toBe("Weil Sie uns von garden tools erzählt haben");
    expect(say(because("registration", 2))).toBe("Because you registered something from garden tools");
    expect(say({ code: "affinity", words: "", data: { category: "seeds" } })).toBe("Because of your interest in seeds");
  });

  it("never names a vendor's rule", () => {
    expect(say({ code: "promoted", words: 'because "clear-last-pieces" promotes it', data: { ruleId: "7" } })).toBe(
      "Picked by us",
    );
  });
});
