import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { drawGamma } from "#predict/numerics/draws.ts";
import { categoryColumn, numberColumn, numbersOf } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import { simulateTrial, type TrialWorld } from "#predict/uplift/simulate-trial.ts";
import { response } from "./response.ts";
import { armsOf } from "./treatment-of.ts";

const settings: TaskSettings = {
  columns: { target: "answered", treatment: "mailing", id: "who" },
  categories: [],
  excluded: [],
  horizons: [],
  seed: 1,
};
const asked = { horizons: [] };
const deps = { onStep: () => undefined };
const moving: TrialWorld = { rows: 3_000, share: 0.5, open: 1.5, others: -0.2 };

function tableOf(world: TrialWorld, seed: number): Table {
  const rows = simulateTrial(world, seededRandom(seed));
  const contacted = numbersOf(rows, "contacted") ?? new Float64Array(0);
  const target = rows.columns.find(({ name }) => name === "answered");
  return {
    rows: rows.rows,
    inputs: { rows: rows.rows, columns: rows.columns.slice(0, 2) },
    id: Array.from(contacted, (_, row) => `C${row}`),
    treatment: categoryColumn(
      "mailing",
      Array.from(contacted, (each) => (each === 1 ? "letter" : "no letter")),
    ),
    lines: Float64Array.from(contacted, (_, row) => row + 2),
    ...(target === undefined ? {} : { target }),
  };
}

const table = tableOf(moving, 3);
const fitted = response.fit(table, settings, deps);

describe("whom a contact moves", () => {
  it("is ordered by what held-out rows bear out, with the extra answers per contact as score", () => {
    const { card } = fitted;
    expect(card.evidence).toHaveLength(10);
    expect(card.evidence.filter(({ isChosen }) => isChosen).map(({ candidate }) => candidate)).toEqual([card.model]);
    expect(card.model).not.toMatch(/^response/);
    const later = tableOf(moving, 4);
    const found = fitted.evaluate(later, { ...asked, seed: 1 });
    expect(found["canRank"]).toBe(true);
    expect((found["qiniInterval"] as { low: number }).low).toBeGreaterThan(0);
    const [, , best] = found["best"] as ReadonlyArray<{ expected: number; uplift: number }>;
    expect(Math.abs((best?.expected ?? 0) - (best?.uplift ?? 1))).toBeLessThan(0.08);
    const { id, columns } = fitted.score(later, asked);
    expect([id[0], columns.map(({ name }) => name)]).toEqual(["C0", ["score"]]);
  });

  it("gives no order where chance could have made it, and says so with the interval", () => {
    const dull = response.fit(tableOf({ ...moving, open: 0, others: 0 }, 5), settings, deps);
    expect(() => dull.score(table, asked)).toThrow(RefusedRows);
    expect(() => dull.score(table, asked)).toThrow(/refuses to rank: .*held-out Qini .*95 % interval -.* reaches 0/);
    expect(() => dull.reasons(table, asked)).toThrow(/refuses to rank/);
    expect(dull.card.choice).toMatch(/refuses to rank/);
    expect(dull.evaluate(table, { ...asked, seed: 1 })["canRank"]).toBe(false);
  });

  it("has reasons in words, and is whole after a journey through JSON", () => {
    const first = tableOf({ ...moving, rows: 50 }, 3);
    expect(fitted.reasons(first, asked)[0]?.[0]).toMatch(/^mood (open: moved more|set: moved less) than others$/);
    const loaded = loadTask(JSON.parse(JSON.stringify(fitted)));
    expect(loaded.score(table, asked)).toEqual(fitted.score(table, asked));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(fitted));
    const document = JSON.parse(JSON.stringify(fitted)) as object;
    for (const damage of [{ learner: "guess" }, { fitted: {} }, { arms: 1 }, { version: 7 }]) {
      expect(() => loadTask({ ...document, ...damage })).toThrow(RefusedModel);
    }
  });

  it("refuses a trial that is none", () => {
    const few = tableOf({ ...moving, rows: 60 }, 3);
    expect(() => response.fit(few, settings, deps)).toThrow(/column mailing: .*at least 20 with and without/);
    const gap = { ...table, treatment: categoryColumn("mailing", ["letter", undefined, "no letter"]) };
    expect(() => response.fit(gap, settings, deps)).toThrow(/column mailing: row 1: is missing/);
    const { treatment, ...without } = table;
    expect(treatment).toBeDefined();
    expect(() => response.fit(without, settings, deps)).toThrow(/must be named/);
  });
});

describe("how much more a contact brings", () => {
  const spent = (world: TrialWorld, seed: number): Table => {
    const random = seededRandom(seed);
    const one = tableOf(world, seed);
    const answered = one.target?.kind === "number" ? one.target.values : new Float64Array(0);
    return {
      ...one,
      target: numberColumn(
        "spent",
        answered.map((came) => (came === 1 ? drawGamma(random, 2, 0.05) : 0)),
      ),
    };
  };

  it("is an extra amount per contact, ordered by held-out amounts", () => {
    const amounts = response.fit(spent({ ...moving, rows: 4_000 }, 3), settings, deps);
    expect(amounts.card.target).toBe("spent: extra amounts by letter against no letter");
    expect(amounts.card.caution[0]).toMatch(/^On average spent was \d+\.\d+ when contacted/);
    const found = amounts.evaluate(spent(moving, 4), { ...asked, seed: 1 });
    expect((found["qiniInterval"] as { low: number }).low).toBeGreaterThan(0);
    const [, , best] = found["best"] as ReadonlyArray<{ expected: number; uplift: number }>;
    expect(best?.expected).toBeGreaterThan(3);
    expect(Math.abs((best?.expected ?? 0) - (best?.uplift ?? 0))).toBeLessThan(6);
    expect(JSON.stringify(loadTask(JSON.parse(JSON.stringify(amounts))))).toBe(JSON.stringify(amounts));
  });

  it("refuses amounts below nothing, and an order that chance could have made", () => {
    const owed = {
      ...table,
      target: numberColumn(
        "spent",
        Array.from({ length: table.rows }, (_, row) => (row % 5) - 1),
      ),
    };
    expect(() => response.fit(owed, settings, deps)).toThrow(/column spent: row 0: is no amount of 0 or more/);
    const dull = response.fit(spent({ ...moving, open: 0, others: 0 }, 5), settings, deps);
    expect(() => dull.score(table, asked)).toThrow(/refuses to rank/);
  });
});

describe("the arms of a trial", () => {
  const arms = (words: readonly string[], named: { contacted?: string; alone?: string } = {}) =>
    armsOf("test", categoryColumn("sent", words), named);

  it("are known by their words, or named", () => {
    expect(arms(["1", "0"])).toMatchObject({ contacted: "1", alone: "0" });
    expect(arms(["Mail", "No E-Mail"])).toMatchObject({ contacted: "Mail", alone: "No E-Mail" });
    expect(arms(["a", "b"], { contacted: "a" })).toMatchObject({ contacted: "a", alone: "b" });
    expect(arms(["a", "b", "control"], { contacted: "b" })).toMatchObject({ contacted: "b", alone: "control" });
    expect(arms(["a", "b", "c"], { contacted: "b", alone: "c" })).toMatchObject({ contacted: "b", alone: "c" });
  });

  it("are refused where the words do not tell them apart", () => {
    expect(() => arms(["a", "b"])).toThrow(/is a, b: name those contacted by --treated/);
    expect(() => arms(["a", "b", "none"])).toThrow(/--treated/);
    expect(() => arms(["a", "b"], { contacted: "x" })).toThrow(/never is "x"/);
    expect(() => arms(["a", "a"])).toThrow(/one value only/);
  });
});
