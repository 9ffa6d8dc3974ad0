import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addDays, instantIn, instantOf, wallClockIn } from "#kernel/calendar.ts";
import { dueInstant, duePlan } from "./due.ts";
import { nextOccurrences, occurrencesBetween } from "./expand.ts";
import { parsePace, type Pace } from "./pace.ts";
import { earliestAllowed } from "./quiet-hours.ts";

type Corpus = {
  readonly resolve: readonly { readonly zone: string; readonly local: string; readonly utc: string }[];
  readonly daily: readonly {
    readonly zone: string;
    readonly start: string;
    readonly time: string;
    readonly n: number;
    readonly expect: readonly { readonly date: string; readonly utc: string; readonly local: string }[];
  }[];
  readonly month_end: readonly { readonly start: string; readonly mode: string; readonly expect: readonly string[] }[];
  readonly birthday: readonly {
    readonly born: string;
    readonly mode: string;
    readonly expect: readonly (string | null)[];
  }[];
  readonly quiet: readonly { readonly zone: string; readonly utc: string; readonly allowed: boolean }[];
};

const path = "../shared/cases/time/time-zones.json";
const isPresent = existsSync(path);
const corpus: Corpus = isPresent
  ? (JSON.parse(readFileSync(path, "utf8")) as Corpus)
  : { resolve: [], daily: [], month_end: [], birthday: [], quiet: [] };

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const ifMissing: Readonly<Record<string, string>> = {
  omit: "skip",
  clamp: "last_day",
  forward: "next_day",
  feb28: "last_day",
  mar1: "next_day",
};

function pace(wish: unknown): Pace {
  const parsed = parsePace(wish);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

describe.skipIf(!isPresent)("time zones (../shared/cases/time)", () => {
  it(`finds all ${corpus.resolve.length} instants: a gap moves forward, an overlap means the first`, () => {
    const ours = corpus.resolve.map(({ zone, local }) =>
      dueInstant(local.slice(0, 10), minuteOf(local.slice(11)), zone),
    );
    expect(ours).toEqual(corpus.resolve.map(({ utc }) => instantOf(utc)));
  });

  it(`sends exactly once a date in all ${corpus.daily.length} daily runs across a clock change`, () => {
    for (const { zone, start, time, n, expect: wanted } of corpus.daily) {
      const schedule = { pace: pace({ kind: "days" }), zone, minute: minuteOf(time) };
      const watermark = instantIn(zone, start, 0) - 1;
      const until = instantIn(zone, addDays(start, n), 0) - 1;
      const { occurrences } = duePlan({ schedules: [schedule], watermark, now: watermark, until, graceMs: 0 });
      expect(
        occurrences.map(({ on, dueAt }) => ({ date: on, at: dueAt, minute: wallClockIn(zone, dueAt).minute })),
      ).toEqual(wanted.map(({ date, utc, local }) => ({ date, at: instantOf(utc), minute: minuteOf(local) })));
    }
    expect(corpus.daily.length).toBeGreaterThan(0);
  });

  it(`keeps all ${corpus.month_end.length} month-end series from drifting`, () => {
    for (const { start, mode, expect: wanted } of corpus.month_end) {
      const monthly = pace({ kind: "month_days", days: [Number(start.slice(8))], ifMissing: ifMissing[mode] });
      expect(nextOccurrences(monthly, start, { count: wanted.length, anchorOn: start })).toEqual(wanted);
    }
    expect(corpus.month_end.length).toBeGreaterThan(0);
  });

  it(`holds birthdays in all ${corpus.birthday.length} leap-day tables, 2100 included`, () => {
    for (const { born, mode, expect: wanted } of corpus.birthday) {
      const birthday = pace({ kind: "own_date", attribute: "birthday", ifMissing: ifMissing[mode] });
      const yearly = pace({
        kind: "yearly",
        month: Number(born.slice(5, 7)),
        day: Number(born.slice(8)),
        ifMissing: ifMissing[mode],
      });
      // The omitting table is by year from 2023 and says null where there is no birthday.
      const omitted = [2023, 2024, 2025, 2026, 2027, 2028, 2100, 2400];
      wanted.forEach((date, index) => {
        const year = date?.slice(0, 4) ?? String(omitted[index]);
        const range = { from: `${year}-01-01`, to: `${year}-12-31`, anchorOn: born };
        const dates = date === null ? [] : [date];
        expect(occurrencesBetween({ pace: birthday, ...range })).toEqual(dates);
        expect(occurrencesBetween({ pace: yearly, ...range })).toEqual(dates);
      });
    }
    expect(corpus.birthday.length).toBeGreaterThan(0);
  });

  it(`judges all ${corpus.quiet.length} quiet-hours edges (08:00 to 21:00) to the second`, () => {
    const ours = corpus.quiet.map(({ zone, utc }) => {
      const at = instantOf(utc) ?? Number.NaN;
      return earliestAllowed(at, [{ from: 1260, to: 480 }], [zone]) === at;
    });
    expect(ours).toEqual(corpus.quiet.map(({ allowed }) => allowed));
  });
});
