import { describe, expect, it } from "vitest";
import { dateOfEpochDay, epochDayOf } from "#kernel/calendar.ts";
import { randomInt, seededRandom } from "#kernel/random.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { findMigration } from "./find-migration.ts";
import { findRules } from "./find-rules.ts";
import { findSeasons } from "./find-seasons.ts";
import { findSequences } from "./find-sequences.ts";
import { findTrend } from "./find-trend.ts";

/** What patterns promise on every runtime. */
export function patternsContract(runtime: string): void {
  describe(`patterns in ${runtime}`, () => {
    it("find what goes together in baskets, with support, lift and conviction, and nothing where all is chance", () => {
      const random = seededRandom(3);
      const chance = Array.from({ length: 2_000 }, () => [randomInt(random, 20), randomInt(random, 20)]);
      expect(findRules(chance)).toEqual([]);
      const together = chance.map((basket, at) => (at % 10 === 0 ? [...basket, 30, 31] : basket));
      const [rule] = findRules(together);
      expect(rule).toMatchObject({ item: 30, with: 31, support: 200, confidence: 1, lift: 10, conviction: Infinity });
    });

    it("find what follows what by the order of customers, with the usual time, and not what is merely frequent", () => {
      const random = seededRandom(4);
      const customers = Array.from({ length: 500 }, () => {
        const start = 100 * random.next();
        const tent = random.next() < 0.6 ? [{ item: 1, at: start + 10 + 10 * random.next() }] : [];
        return [{ item: 0, at: start }, ...tent, { item: 2, at: 200 * random.next() }];
      });
      const found = findSequences(customers, { within: 30 });
      expect(found.map(({ first, next }) => [first, next])).toEqual([[0, 1]]);
      expect(found[0]?.share).toBeCloseTo(0.6, 1);
      expect(found[0]?.medianTime).toBeCloseTo(15, 0);
      expect(findSequences(customers, { within: 5 }).filter(({ next }) => next === 1)).toEqual([]);
    });

    it("know the weekday and month of a day, before 1970 and on a leap day too", () => {
      for (const [date, weekday, month] of [
        ["1970-01-01", 3, 0],
        ["1969-12-31", 2, 11],
        ["2000-02-29", 1, 1],
        ["2100-02-28", 6, 1],
      ] as const) {
        const days = [{ day: epochDayOf(date), amount: 1 }];
        const found = (cycle: "week" | "year") => findSeasons(days, cycle).find((season) => season.days === 1)?.place;
        expect([date, found("week"), found("year")]).toEqual([date, weekday, month]);
      }
    });

    it("find the strong day of the week and the strong month, and say how sure that is", () => {
      const random = seededRandom(5);
      const from = epochDayOf("2023-01-01");
      const days = Array.from({ length: 731 }, (_, place) => {
        const day = from + place;
        const amount = 100 + 5 * drawNormal(random);
        return {
          day,
          amount: amount * ((day + 3) % 7 === 5 ? 2 : 1) * (dateOfEpochDay(day).slice(5, 7) === "12" ? 1.5 : 1),
        };
      });
      const week = findSeasons(days, "week");
      expect(week.toSorted((a, b) => b.index - a.index)[0]).toMatchObject({ place: 5 });
      expect((week[5]?.index ?? 0) / (week[2]?.index ?? 1)).toBeCloseTo(2, 1);
      expect(week[5]?.pValue).toBeLessThan(1e-6);
      const year = findSeasons(days, "year");
      expect(year[11]?.index).toBeGreaterThan(1.3);
      expect(year[11]?.days).toBe(62);
      expect(year.slice(0, 11).filter(({ pValue }) => pValue < 1e-4)).toEqual([]);
    });

    it("count who moved from group to group, and tell a one-sided exchange from an even one", () => {
      const before = [...Array(60).fill(0), ...Array(40).fill(1), ...Array(50).fill(2)] as number[];
      const after = before.map((group, row) => (group === 0 && row < 40 ? 1 : group === 1 && row < 65 ? 0 : group));
      const flows = findMigration(before, after, 3);
      expect(flows.find(({ from, to }) => from === 0 && to === 1)).toMatchObject({
        customers: 40,
        share: 40 / 60,
        net: 35,
      });
      expect(flows.find(({ from, to }) => from === 0 && to === 1)?.pValue).toBeLessThan(1e-5);
      expect(flows.find(({ from, to }) => from === 2 && to === 2)).toMatchObject({
        customers: 50,
        share: 1,
        pValue: 1,
      });
      expect(flows.reduce((sum, { customers }) => sum + customers, 0)).toBe(150);
      expect(() => findMigration([0], [], 1)).toThrow(RangeError);
    });

    it("find where the level of a series changes, a steady rise, and nothing in noise", () => {
      const random = seededRandom(6);
      const noise = Array.from({ length: 80 }, () => drawNormal(random));
      expect(findTrend(noise).levels.map(({ from, to }) => [from, to])).toEqual([[0, 80]]);
      expect(findTrend(noise).pValue).toBeGreaterThan(0.01);
      const steps = noise.map((value, at) => value + (at < 30 ? 0 : at < 55 ? 6 : 2));
      expect(findTrend(steps).levels.map(({ from }) => from)).toEqual([0, 30, 55]);
      const rise = findTrend(noise.map((value, at) => value + 0.1 * at));
      expect(rise.slope).toBeCloseTo(0.1, 1);
      expect(rise.pValue).toBeLessThan(1e-6);
      expect(findTrend([5, 5, 5, 5]).levels).toEqual([{ from: 0, to: 4, mean: 5 }]);
      expect(() => findTrend([1, 2])).toThrow(RangeError);
      expect(() => findTrend([1, 2, Number.NaN])).toThrow(RangeError);
    });
  });
}
