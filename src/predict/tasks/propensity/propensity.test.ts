import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { yesOrNoWorld } from "#predict/learners/learner-worlds.fixture.ts";
import { RefusedModel, RefusedRows } from "#predict/models/model.ts";
import {
  categoryColumn,
  type Column,
  type Matrix,
  matrixOf,
  numberColumn,
  takeRows,
} from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { findTask, loadTask } from "#predict/tasks/task-registry.ts";
import { eventOf, outcomesOf } from "./event-of.ts";
import { propensity } from "./propensity.ts";

const settings: TaskSettings = {
  columns: { target: "y", id: "who" },
  categories: [],
  excluded: [],
  horizons: [],
  seed: 3,
};
const asked = { horizons: [] };
const deps = { onStep: () => undefined };

function tableOf(matrix: Matrix, more: Partial<Table> = {}): Table {
  const target = matrix.columns.find(({ name }) => name === "y");
  const columns = matrix.columns.filter(({ name }) => name !== "y");
  const lines = Float64Array.from({ length: matrix.rows }, (_, row) => row + 2);
  return {
    rows: matrix.rows,
    inputs: { rows: matrix.rows, columns },
    lines,
    ...(target === undefined ? {} : { target }),
    ...more,
  };
}

const world = yesOrNoWorld(2_000);
const fitted = propensity.fit(tableOf(world), settings, deps);

describe("propensity", () => {
  it("shows what each candidate did on rows that it did not learn from, and why one was kept", () => {
    const { card } = fitted;
    expect(card.evidence.map(({ candidate }) => candidate)).toEqual([
      "base-rate",
      "logistic",
      "blend",
      "random forest",
      "boosted-trees of 8 leaves",
      "boosted-trees of 4 leaves",
    ]);
    expect(card.evidence.filter(({ isChosen }) => isChosen).map(({ candidate }) => candidate)).toEqual([card.model]);
    expect(card.madeOf).toMatchObject({ rows: 2_000 });
    expect(card.evidenceBy).toBe("cross-validation in 5 folds, 2 times");
    expect(
      card.importance
        .map(({ column }) => column)
        .slice(0, 2)
        .sort(),
    ).toEqual(["interest", "recency"]);
    expect(JSON.parse(JSON.stringify(card))).toEqual(card);
  });

  it("keeps the simple model in a simple world, and the base rate where there is nothing to learn", () => {
    expect(fitted.card.model).toBe("logistic");
    const random = seededRandom(1);
    const noise = matrixOf([
      numberColumn(
        "x",
        Array.from({ length: 500 }, () => random.next()),
      ),
      numberColumn(
        "y",
        Array.from({ length: 500 }, () => (random.next() < 0.2 ? 1 : 0)),
      ),
    ]);
    const nothing = propensity.fit(tableOf(noise), settings, deps);
    expect(nothing.card.model).toBe("base-rate");
    expect(nothing.score(tableOf(noise), asked).columns[0]?.values.slice(0, 2)).toEqual(
      new Float64Array(2).fill(nothing.card.madeOf.rate),
    );
  });

  it("finds what lines can't: two columns that only speak together", () => {
    const random = seededRandom(4);
    const [a, b] = [0, 1].map(() => Array.from({ length: 2_000 }, () => random.next() - 0.5));
    const y = (a ?? []).map((left, row) => (random.next() < (left * (b?.[row] ?? 0) > 0 ? 0.7 : 0.2) ? 1 : 0));
    const table = tableOf(matrixOf([numberColumn("a", a ?? []), numberColumn("b", b ?? []), numberColumn("y", y)]));
    const together = propensity.fit(table, settings, deps);
    expect(together.card.model).toMatch(/boosted-trees|blend/);
    expect(together.evaluate(table, { ...asked, seed: 1 })["auc"]).toBeGreaterThan(0.7);
  });

  it("is calibrated on rows of the same world, and says how sure its AUC is", () => {
    const found = fitted.evaluate(tableOf(yesOrNoWorld(6_000, 77)), { ...asked, seed: 1 });
    expect(found["ece"]).toBeLessThan(0.03);
    expect(found["auc"]).toBeGreaterThan(0.7);
    expect(found["aucInterval"]).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
    const drift = found["drift"] as ReadonlyArray<{ verdict: string }>;
    expect(drift.map(({ verdict }) => verdict)).toEqual(["stable", "stable", "stable"]);
  });

  it("alarms when later rows are others than those that it learnt from", () => {
    const later = yesOrNoWorld(2_000, 5);
    const moved = later.columns.map((column): Column =>
      column.kind === "number" && column.name === "recency"
        ? { ...column, values: column.values.map((value) => value + 2) }
        : column,
    );
    const [first] = fitted.evaluate(tableOf(matrixOf(moved)), { ...asked, seed: 1 })["drift"] as ReadonlyArray<object>;
    expect(first).toMatchObject({ column: "recency", verdict: "alarm" });
  });

  it("makes the same model of the same rows in another order, and is whole after a journey through JSON", () => {
    const text = JSON.stringify(fitted);
    const turned = takeRows(
      world,
      Array.from({ length: world.rows }, (_, row) => world.rows - 1 - row),
    );
    expect(JSON.stringify(propensity.fit(tableOf(turned), settings, deps))).toBe(text);
    const loaded = loadTask(JSON.parse(text));
    expect(loaded.score(tableOf(world), asked)).toEqual(fitted.score(tableOf(world), asked));
    expect(JSON.stringify(loaded)).toBe(text);
  });

  it("gives reasons in words, strongest first", () => {
    const row = matrixOf([
      numberColumn("recency", [2.5]),
      categoryColumn("interest", ["garden"]),
      numberColumn("noise", [0]),
    ]);
    const [first, second, ...more] = fitted.reasons(tableOf(row), asked)[0] ?? [];
    expect(first).toMatch(/^recency 2\.5: odds × \d/);
    expect(second).toMatch(/^interest garden: odds × 1\.\d/);
    expect(more.length).toBeLessThan(2);
    const unknown = matrixOf([
      numberColumn("recency", [Number.NaN]),
      categoryColumn("interest", ["garden"]),
      numberColumn("noise", [0]),
    ]);
    expect(fitted.reasons(tableOf(unknown), asked).join()).toMatch(/recency missing: odds × 0\.\d/);
  });

  it("judges candidates out of time where it knows the times", () => {
    const time = Float64Array.from({ length: world.rows }, (_, row) => row / 10);
    const timed = propensity.fit(tableOf(world, { time }), settings, deps);
    expect(timed.card.evidenceBy).toMatch(/^out of time: 3 later spans/);
  });

  it("remembers which column names the rows, and asks for nothing that it does not need", () => {
    expect(fitted.reading({}, false)).toMatchObject({ roles: { id: "who" }, excluded: [] });
    expect(fitted.reading({ id: "code" }, true).roles).toEqual({ id: "code", target: "y" });
    expect(fitted.reading({}, false).known?.map(({ name }) => name)).toEqual(["interest", "noise", "recency"]);
  });

  it("takes the word that says yes for the event, else the rarer one, or what it is told", () => {
    const words = (...texts: readonly string[]) => categoryColumn("answer", texts);
    expect(eventOf("test", words("yes", "yes", "no"))).toEqual({ column: "answer", is: "yes" });
    expect(eventOf("test", words("Good", "Bad", "Good"))).toEqual({ column: "answer", is: "Bad" });
    expect(eventOf("test", words("Good", "Bad", "Good"), "Good").is).toBe("Good");
    expect(eventOf("test", numberColumn("answer", [1, 1, 0])).is).toBe("1");
    expect(outcomesOf("test", words("no", "yes"), { column: "answer", is: "yes" })).toEqual(Float64Array.of(0, 1));
    expect(() => eventOf("test", words("a", "b", "c"))).toThrow(
      /column answer: has 3 values, not two: "a", "b", "c"\. Say in --event/,
    );
    expect(eventOf("test", words("a", "b", "c"), "b")).toEqual({ column: "answer", is: "b" });
    expect(outcomesOf("test", words("a", "b", "c"), { column: "answer", is: "b" })).toEqual(Float64Array.of(0, 1, 0));
    expect(() => eventOf("test", words("a", "a"))).toThrow(/one value only/);
    expect(() => eventOf("test", words("a", "b"), "c")).toThrow(/never is "c"/);
  });

  it("refuses too few events, a missing target, damage and strangers by name", () => {
    const few = takeRows(
      world,
      Array.from({ length: 30 }, (_, row) => row),
    );
    expect(() => propensity.fit(tableOf(few), settings, deps)).toThrow(/of 30 rows have the event: at least 20/);
    const { target: _, ...without } = tableOf(world);
    expect(() => propensity.fit(without, settings, deps)).toThrow(RefusedRows);
    expect(() => loadTask({ name: "propensity", version: 1 })).toThrow(RefusedModel);
    expect(() => loadTask({ name: "propensity", version: 99 })).toThrow(/newer/);
    expect(() => loadTask({ name: "horoscope", version: 1 })).toThrow(/no stored model of a task/);
    expect(findTask("horoscope")).toBeUndefined();
  });
});
