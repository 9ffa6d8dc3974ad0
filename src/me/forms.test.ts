import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { NewsletterPreference, Preferences } from "#messages/preferences/preferences.ts";
import { canonicalPace, type Pace } from "#messages/schedule/pace.ts";
import { draftOf, localeChoices, parseGeneral } from "./general-form.ts";
import { maskAddress } from "./mask-address.ts";
import { type PaceDraft, paceDraftOf, parsePaceForm } from "./pace-form.ts";
import { clockOf, minuteOf, sayPace } from "./say-dates.ts";
import { pageLanguages, wordsFor } from "./words/words-for.ts";

const usual = { pace: canonicalPace({ kind: "weeks", every: 1, weekdays: [2] }), minute: 480 };

const preference = (pace: Pace, over: Partial<NewsletterPreference> = {}): NewsletterPreference => ({
  id: 1,
  code: "weekly",
  title: "Weekly",
  description: "",
  topic: "weekly",
  isOn: true,
  channel: "email",
  channels: ["email"],
  channelOrder: null,
  pace,
  minute: 480,
  isOwnPace: true,
  isShared: false,
  ownCopy: false,
  ...over,
});

const date = fc
  .integer({ min: 20_000, max: 40_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const someMonths = fc.option(fc.subarray([1, 2, 6, 12], { minLength: 1 }), { nil: undefined });

/** Every pace that the API takes, those that the form can't show among them. */
const anyPace: fc.Arbitrary<Pace> = fc
  .oneof(
    fc.record({
      kind: fc.constant("weeks" as const),
      every: fc.integer({ min: 1, max: 10 }),
      weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
      months: someMonths,
    }),
    fc.record({
      kind: fc.constant("month_days" as const),
      every: fc.integer({ min: 1, max: 12 }),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 5 }),
      ifMissing: fc.constantFrom("skip", "last_day", "next_day"),
      months: fc.constant(undefined),
    }),
    fc.record({
      kind: fc.constant("month_weekdays" as const),
      every: fc.integer({ min: 1, max: 12 }),
      on: fc.array(
        fc.record({ nth: fc.constantFrom(1, 2, 3, 4, 5, -1, -2), weekday: fc.integer({ min: 1, max: 7 }) }),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    fc.record({
      kind: fc.constant("own_date" as const),
      attribute: fc.constantFrom("birthday", "wedding"),
      repeats: fc.constantFrom("yearly", "once"),
      offsetDays: fc.constantFrom(0, -1, -3, -7, 12),
      ifMissing: fc.constant("last_day" as const),
    }),
    fc.record({
      kind: fc.constant("dates" as const),
      on: fc.uniqueArray(date, { minLength: 1, maxLength: 30 }),
    }),
    fc.record({ kind: fc.constant("days" as const), every: fc.integer({ min: 1, max: 9 }) }),
    fc.constant({ kind: "never" as const }),
  )
  .map((pace) => canonicalPace(pace as Pace));

describe("the form of a newsletter's dates", () => {
  it("saved without a change, it leaves every pace as it was, whether it can show it or not", () => {
    fc.assert(
      fc.property(anyPace, fc.integer({ min: 0, max: 1_439 }), (pace, minute) => {
        const newsletter = preference(pace, { minute });
        const parsed = parsePaceForm(paceDraftOf(newsletter), { newsletter, usual, birthOn: "1990-05-17" });
        expect(parsed).toEqual({
          ok: true,
          value: { code: "weekly", isOn: true, channel: "email", pace, minute },
        });
      }),
    );
  });

  it("the newsletter's own dates come back with its own time, or with another one that was asked for", () => {
    const own = { ...usual, pace: canonicalPace({ kind: "weeks", every: 1, weekdays: [4], minute: 540 }), minute: 540 };
    const newsletter = preference({ kind: "never" });
    const frame = { newsletter, usual: own, birthOn: null };
    const draft = { ...paceDraftOf(newsletter), kind: "usual" };
    expect(parsePaceForm({ ...draft, time: "" }, frame)).toMatchObject({ value: { pace: own.pace, minute: 540 } });
    expect(parsePaceForm({ ...draft, time: "7:05" }, frame)).toMatchObject({
      value: { pace: { ...own.pace, minute: 425 }, minute: 425 },
    });
  });

  it("a birthday that nobody told can't be chosen", () => {
    const newsletter = preference(usual.pace);
    const draft = { ...paceDraftOf(newsletter), kind: "birthday" };
    const parsed = parsePaceForm(draft, { newsletter, usual, birthOn: null });
    expect(parsed.ok || [...parsed.error]).toEqual([["kind", "choice"]]);
  });

  it("days are read as people write them, and each fault stands at its field", () => {
    const newsletter = preference(usual.pace);
    const frame = { newsletter, usual, birthOn: null };
    const draft: PaceDraft = { ...paceDraftOf(newsletter), kind: "month_days", time: "25:00" };
    const read = (days: string) => {
      const parsed = parsePaceForm({ ...draft, days, time: "" }, frame);
      return parsed.ok ? (parsed.value.pace as { days: number[] }).days : [...parsed.error.keys()];
    };
    expect([read("1, 15"), read("31. 1."), read("3;4،5"), read("0"), read("32"), read(""), read("first")]).toEqual([
      [1, 15],
      [1, 31],
      [3, 4, 5],
      ["days"],
      ["days"],
      ["days"],
      ["days"],
    ]);
    const faulty = parsePaceForm({ ...draft, days: "x" }, frame);
    expect(faulty.ok || [...faulty.error]).toEqual([
      ["time", "time"],
      ["days", "days_needed"],
    ]);
  });

  it("nothing that a stranger sends is taken for a pace, and nothing breaks", () => {
    const strings = fc.string({ maxLength: 12, unit: "binary" });
    const newsletter = preference(usual.pace);
    const kinds = [
      "weeks",
      "month_days",
      "month_weekdays",
      "birthday",
      "dates",
      "usual",
      "keep",
      "never",
      "constructor",
    ];
    const draft: fc.Arbitrary<PaceDraft> = fc.record({
      isOn: fc.boolean(),
      ownCopy: fc.boolean(),
      kind: fc.constantFrom(...kinds),
      weekdays: fc.array(strings),
      everyWeeks: strings,
      days: strings,
      ifMissing: strings,
      dayMonths: strings,
      nth: strings,
      nthWeekday: strings,
      nthMonths: strings,
      offset: strings,
      dates: fc.array(strings),
      time: strings,
      ways: fc.option(fc.array(fc.oneof(strings, fc.constantFrom("email", "sms")), { maxLength: 4 }), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(draft, (sent) => {
        const parsed = parsePaceForm(sent, { newsletter, usual, birthOn: "1990-05-17" });
        expect(parsed.ok || parsed.error.size > 0).toBe(true);
      }),
    );
  });
});

const preferences: Preferences = {
  customerId: 1,
  customerCode: "ada",
  firstName: null,
  email: null,
  emailHash: null,
  phoneHash: null,
  postalHash: null,
  locale: "de-CH",
  zone: "Europe/Zurich",
  birthOn: null,
  isTracked: true,
  newsletters: [preference(usual.pace), preference(usual.pace, { id: 2, code: "garden", isOn: false })],
  quietHours: { from: 1_320, to: 1_440 },
  pause: { from: "2026-12-01" },
  cap: { count: 3, days: 30 },
  channelOrder: null,
};

describe("the form for everything", () => {
  it("saved without a change, it changes nothing", () => {
    const parsed = parseGeneral(draftOf(preferences), preferences, "2026-11-22");
    expect(parsed).toEqual({
      ok: true,
      value: {
        newsletters: [],
        // Midnight is written 00:00 by a clock, and means the same end.
        quietHours: { from: 1_320, to: 0 },
        pause: { from: "2026-12-01" },
        cap: { count: 3, days: 30 },
        isTracked: true,
      },
    });
  });

  it("a break with an end alone begins today", () => {
    const draft = { ...draftOf(preferences), pauseFrom: "", pauseUntil: "2026-12-24" };
    const parsed = parseGeneral(draft, preferences, "2026-11-22");
    expect(parsed).toMatchObject({ value: { pause: { from: "2026-11-22", until: "2026-12-24" } } });
  });

  it("offers a language that it does not speak only to whoever has it", () => {
    expect(localeChoices("de-CH")).toEqual(["en", "de-CH", "fr", "ar"]);
    expect(localeChoices("ja")).toEqual(["ja", "en", "de", "fr", "ar"]);
  });
});

describe("what the page says", () => {
  it("has words for the same things in every language", () => {
    const shapeOf = (value: unknown): unknown =>
      typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
        : typeof value;
    const [english, ...others] = pageLanguages.map((language) => shapeOf(wordsFor(language)));
    for (const other of others) expect(other).toEqual(english);
  });

  it("tells a birthday in the reader's own words, and never its date", () => {
    const pace: Pace = {
      kind: "own_date",
      attribute: "birthday",
      repeats: "yearly",
      offsetDays: -3,
      ifMissing: "last_day",
    };
    const said = pageLanguages.map((language) => sayPace({ pace, minute: 480 }, language, wordsFor(language)));
    expect(said).toEqual([
      "On your birthday at 08:00 (three days before)",
      "An Ihrem Geburtstag um 08:00 Uhr (drei Tage vorher)",
      "À votre anniversaire à 08:00 (trois jours avant)",
      "في عيد ميلادك الساعة 08:00 (قبله بثلاثة أيام)",
    ]);
  });

  it("a time survives the way through its field", () => {
    for (const minute of [0, 5, 599, 600, 1_439]) expect(minuteOf(clockOf(minute))).toBe(minute);
    expect(["24:00", "8", "8:5", "-1:00", "08:30 "].map(minuteOf)).toEqual(Array.from({ length: 5 }));
  });

  it("shows no more of an address than its owner needs", () => {
    expect(["ada.lovelace@people.example", "a@b.example", "nonsense", "@x"].map(maskAddress)).toEqual([
      "a•••@people.example",
      "a•••@b.example",
      "•••",
      "•••",
    ]);
  });
});

const corpus = "../shared/cases/naughty/blns.json";
const naughty: readonly string[] = existsSync(corpus) ? JSON.parse(readFileSync(corpus, "utf8")) : [];

describe.skipIf(naughty.length === 0)(`${naughty.length} naughty strings (needs ${corpus})`, () => {
  it("in every field of the form at once are refused, and nothing else happens", () => {
    const taken = naughty.filter((text) => {
      const draft = {
        ...draftOf(preferences),
        zone: text,
        pauseFrom: text,
        quietFrom: text,
        capCount: text,
        on: [text],
      };
      return parseGeneral(draft, preferences, "2026-11-22").ok;
    });
    expect(taken).toEqual([]);
  });
});
