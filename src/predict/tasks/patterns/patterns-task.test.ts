import { describe, expect, it } from "vitest";
import { epochDayOf } from "#kernel/calendar.ts";
import { randomInt, seededRandom } from "#kernel/random.ts";
import { RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { categoryColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import { patterns } from "./patterns.ts";
import type { PatternReport } from "./report.ts";

const settings: TaskSettings = {
  columns: { id: "who", time: "when", target: "what" },
  categories: [],
  excluded: [],
  horizons: [40],
  seed: 1,
};
const deps = { onStep: () => undefined };
const FIRST = epochDayOf("2025-01-06");

type Line = { readonly id: string; readonly day: number; readonly item: string };

/** Tea goes with milk, a kettle follows on tea, and from week 20 on twice as much is sold; no line on Sundays. */
function lines(): readonly Line[] {
  const random = seededRandom(4);
  return Array.from({ length: 500 }, (_, customer): readonly Line[] => {
    const id = `C${customer}`;
    const week = 10 + randomInt(random, 20);
    const visits = [week, week + 2, ...(week < 20 ? [] : [randomInt(random, 9) + 20, randomInt(random, 9) + 20])];
    return visits.flatMap((each, visit) => {
      const day = FIRST + 7 * each + randomInt(random, 6);
      const noise = [{ id, day, item: `thing ${randomInt(random, 12)}` }];
      if (visit === 0 && customer % 3 === 0) return [...noise, { id, day, item: "tea" }, { id, day, item: "milk" }];
      return visit === 1 && customer % 3 === 0 ? [...noise, { id, day, item: "kettle" }] : noise;
    });
  }).flat();
}

function tableOf(rows: readonly Line[]): Table {
  return {
    rows: rows.length,
    id: rows.map(({ id }) => id),
    time: Float64Array.from(rows, ({ day }) => day),
    target: categoryColumn(
      "what",
      rows.map(({ item }) => item),
    ),
    inputs: { rows: rows.length, columns: [] },
    lines: Float64Array.from(rows, (_, row) => row + 2),
  };
}

const world = lines();
const fitted = patterns.fit(tableOf(world), settings, deps);
const { report } = JSON.parse(JSON.stringify(fitted)) as { readonly report: PatternReport };

describe("patterns", () => {
  it("tell what goes together, what follows, when, and how it changed, by name and date", () => {
    expect(report.baskets[0]).toMatchObject({ item: "milk", with: "tea", confidence: 1 });
    expect(report.sequences.slice(0, 2).map(({ first, next }) => [first, next])).toEqual([
      ["milk", "kettle"],
      ["tea", "kettle"],
    ]);
    expect(report.weekdays.find(({ name }) => name === "Sunday")).toMatchObject({ index: 0 });
    expect(report.trend?.pValue).toBeLessThan(1);
    expect(report.days.from).toMatch(/^2025-03-/);
    expect(report.migration.reduce((sum, { customers }) => sum + customers, 0)).toBeGreaterThan(100);
    expect(report.lines).toBe(world.length);
  });

  it("are the same whatever order the records come in, and do not look beyond the day they are told", () => {
    expect(JSON.stringify(patterns.fit(tableOf(world.toReversed()), settings, deps))).toBe(JSON.stringify(fitted));
    const until = FIRST + 150;
    const early = patterns.fit(tableOf(world), { ...settings, until }, deps);
    const cut = tableOf(world.filter(({ day }) => day <= until));
    expect(JSON.stringify(patterns.fit(cut, { ...settings, until }, deps))).toBe(JSON.stringify(early));
  });

  it("score nobody, and say where to look instead", () => {
    expect(() => fitted.score(tableOf(world), { horizons: [] })).toThrow(RefusedRows);
    expect(() => fitted.score(tableOf(world), { horizons: [] })).toThrow(/read the report .* or ask the task next/);
    expect(() => fitted.reasons(tableOf(world), { horizons: [] })).toThrow(RefusedRows);
  });

  it("are made of other records too, and are whole after a journey through JSON", () => {
    const loaded = loadTask(JSON.parse(JSON.stringify(fitted)));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(fitted));
    expect(loaded.evaluate(tableOf(world), { horizons: [], seed: 1 })).toEqual({ task: "patterns", ...report });
    expect(() => loadTask({ name: "patterns", version: 1, report: {} })).toThrow(RefusedModel);
    expect(() => patterns.fit(tableOf(world), { ...settings, until: 3 }, deps)).toThrow(/no records up to --until/);
  });
});
