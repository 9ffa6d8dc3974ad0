import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { RefusedModel } from "#predict/models/model.ts";
import { simulateRepeats } from "#predict/next/simulate-baskets.ts";
import { type CategoryColumn, numbersOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import { next } from "./next.ts";

const settings: TaskSettings = {
  columns: { id: "who", time: "when", target: "what" },
  categories: [],
  excluded: [],
  horizons: [1],
  seed: 1,
};
const asked = { horizons: [] };
const deps = { onStep: () => undefined };

/** Customers who buy on days 0 to 7, mostly what they had before. */
function shop(customers: number): Table {
  const rows = simulateRepeats({ customers, baskets: 8, items: 20, repeat: 0.7 }, seededRandom(3));
  const words = (name: string) => {
    const column = rows.columns.find((each) => each.name === name) as CategoryColumn;
    return Array.from(column.codes, (code) => column.levels[code] ?? "");
  };
  const target = rows.columns.find(({ name }) => name === "item");
  return {
    rows: rows.rows,
    id: words("customer"),
    time: numbersOf(rows, "at") ?? new Float64Array(0),
    inputs: { rows: rows.rows, columns: [] },
    lines: Float64Array.from({ length: rows.rows }, (_, row) => row + 2),
    ...(target === undefined ? {} : { target: { ...target, name: "what" } }),
  };
}

const table = shop(400);
const fitted = next.fit(table, settings, deps);

describe("what is bought next", () => {
  it("is told by the simplest of four rules as good as the best, judged by baskets that came later", () => {
    const { evidence, evidenceBy, model } = fitted.card;
    expect(evidence.map(({ candidate }) => candidate)).toEqual([
      "popularity",
      "what she had",
      "what she had, and what is like it",
      "again or new, then which",
    ]);
    expect(evidenceBy).toMatch(/^out of time: the first baskets of 400 customers/);
    expect(model).not.toBe("popularity");
    const found = fitted.evaluate(table, { horizons: [1], until: 6, seed: 1 });
    expect(Number(found["recallAt10"])).toBeGreaterThan((found["popularity"] as { recallAt10: number }).recallAt10);
  });

  it("has the likeliest first, and with them at least five that would be new to her", () => {
    const { id, columns, words, note } = fitted.score(table, asked);
    const [scores, news] = columns;
    const own = [...id.keys()].filter((row) => id[row] === id[0]);
    const first = own.slice(0, 10).map((row) => scores?.values[row] ?? 0);
    expect(first).toEqual(first.toSorted((a, b) => b - a));
    expect(own.filter((row) => news?.values[row] === 1).length).toBeGreaterThanOrEqual(5);
    const had = new Set(
      [...(table.id ?? []).keys()]
        .filter((row) => table.id?.[row] === id[0])
        .map((row) => (table.target as CategoryColumn).levels[(table.target as CategoryColumn).codes[row] ?? -1]),
    );
    for (const row of own) expect(had.has(words?.[0]?.texts[row])).toBe(news?.values[row] === 0);
    expect(note).toBe("as of day 7");
    const reasons = fitted.reasons(table, asked);
    expect(reasons).toHaveLength(id.length);
    expect(reasons[0]?.[0]).toMatch(/^bought (once|\d+ times)$|^goes with |^bought by many$/);
  });

  it("does not look beyond the day it is told, and survives a journey through JSON", () => {
    const early = next.fit(table, { ...settings, until: 5 }, deps);
    const days = table.time ?? new Float64Array(0);
    const kept = [...days.keys()].filter((row) => (days[row] ?? 0) <= 5);
    const target = table.target as CategoryColumn;
    const cut: Table = {
      ...table,
      rows: kept.length,
      id: kept.map((row) => table.id?.[row] ?? ""),
      time: Float64Array.from(kept, (row) => days[row] ?? 0),
      target: { ...target, codes: Int32Array.from(kept, (row) => target.codes[row] ?? -1) },
    };
    expect(JSON.stringify(next.fit(cut, { ...settings, until: 5 }, deps))).toBe(JSON.stringify(early));
    const loaded = loadTask(JSON.parse(JSON.stringify(early)));
    expect(loaded.score(table, asked)).toEqual(early.score(table, asked));
  });

  it("refuses gaps, too few customers and damaged documents", () => {
    const target = table.target as CategoryColumn;
    expect(() =>
      next.fit({ ...table, target: { ...target, codes: target.codes.with(4, -1) } }, settings, deps),
    ).toThrow(/column what: row 4: is missing/);
    expect(() => next.fit(shop(20), settings, deps)).toThrow(/20 customers bought in the last 1 days and before/);
    expect(() => next.fit(table, { ...settings, until: -3 }, deps)).toThrow(/--until is before/);
    const { target: none, ...without } = table;
    expect(none).toBeDefined();
    expect(() => next.fit(without, settings, deps)).toThrow(/\(--target\)/);
    expect(() => fitted.evaluate(table, { ...asked, until: 7, seed: 1 })).toThrow(/nobody who had bought/);
    const document = JSON.parse(JSON.stringify(fitted)) as object;
    expect(() => loadTask({ ...document, ranker: "guess" })).toThrow(RefusedModel);
  });

  it("takes numbers as names of items too", () => {
    const target = numberColumn("what", Float64Array.from((table.target as CategoryColumn).codes));
    expect(next.fit({ ...table, target }, settings, deps).score(table, asked).words?.[0]?.texts[0]).toMatch(/^\d+$/);
  });
});
