import { describe, expect, it } from "vitest";
import { RefusedModel } from "#predict/models/model.ts";
import { categoryColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import { records, tableOf } from "#predict/tasks/transactions/records.fixture.ts";
import { marginShares } from "./margin-shares.ts";
import { sale } from "./sale.ts";

const world = records(600, 300);
const settings: TaskSettings = {
  columns: { id: "who", time: "when", amount: "paid", margin: "earned", target: "what" },
  categories: [],
  excluded: [],
  horizons: [20, 50],
  seed: 1,
  until: 240,
};
const asked = { horizons: [] };

/** Each account buys one thing, on which a fifth is earned, or nothing where its name ends in 7. */
const table: Table = {
  ...tableOf(world),
  target: categoryColumn(
    "what",
    world.map(({ id, items }) => (items === 4 ? "extra" : `thing ${id.at(-1)}`)),
  ),
  margin: Float64Array.from(world, ({ id, amount }) => (id.endsWith("7") ? 0 : 0.2 * amount)),
};
const fitted = sale.fit(table, settings, { onStep: () => undefined });

describe("the next sale", () => {
  it("is what, when, how much and how much of it is earned, for each account", () => {
    const { id, columns, words, note } = fitted.score(table, asked);
    expect(columns.map(({ name }) => name)).toEqual([
      "score",
      "amount",
      "margin",
      "p20",
      "p50",
      "item_score",
      "item_new",
    ]);
    expect(note).toBe("as of day 240, 50 days ahead");
    const [score, amount, margin] = columns.map(({ values }) => values);
    expect(score).toEqual(margin);
    id.forEach((each, row) => {
      const share = (margin?.[row] ?? 0) / (amount?.[row] ?? 1);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThan(each.endsWith("7") ? 0.18 : 0.200_001);
    });
    const known = id.filter((each, row) => words?.[0]?.texts[row] === `thing ${each.at(-1)}`);
    expect(known.length / id.length).toBeGreaterThan(0.7);
    expect(fitted.reasons(table, asked)[0]?.[0]).toMatch(/^(thing \d|extra): /);
  });

  it("is judged part by part, and holds the cards of its parts", () => {
    const found = fitted.evaluate(table, { ...asked, seed: 1 });
    expect(Object.keys(found)).toEqual(["task", "timing", "spending", "next"]);
    expect(fitted.card.parts?.map(({ task }) => task)).toEqual(["timing", "spending", "next"]);
  });

  it("is without margin where none is known, and whole after a journey through JSON", () => {
    const { margin, ...without } = table;
    expect(margin).toBeDefined();
    const loaded = loadTask(JSON.parse(JSON.stringify(fitted)));
    expect(loaded.score(table, asked)).toEqual(fitted.score(table, asked));
    const { columns } = loaded.score(without, asked);
    expect(columns[0]).toEqual({ ...columns[1], name: "score" });
    expect(columns.map(({ name }) => name)).not.toContain("margin");
    expect(() => loadTask({ name: "sale", version: 1, columns: {}, card: {}, parts: {} })).toThrow(RefusedModel);
  });
});

describe("the share of margin", () => {
  it("is the account's own so far, drawn towards that of all, and knows nothing later", () => {
    const rows: Table = {
      rows: 3,
      id: ["a", "a", "b"],
      time: Float64Array.of(1, 9, 1),
      amount: Float64Array.of(100, 100, 100),
      margin: Float64Array.of(50, -100, 10),
      inputs: { rows: 3, columns: [] },
      lines: Float64Array.of(2, 3, 4),
    };
    // By day 5: all have 60 of 200, and each account's 100 weigh against 5 × 100 of all.
    const shares = marginShares(rows, ["a", "b", "nobody"], 5);
    expect([...(shares ?? [])]).toEqual([(50 + 500 * 0.3) / 600, (10 + 500 * 0.3) / 600, 0.3]);
    const { margin, ...without } = rows;
    expect(margin).toBeDefined();
    expect(marginShares(without, ["a"], 5)).toBeUndefined();
  });
});
