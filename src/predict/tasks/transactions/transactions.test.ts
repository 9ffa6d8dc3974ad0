import { describe, expect, it } from "vitest";
import { RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { Table } from "#predict/tables/table.ts";
import type { FittedTask, TaskSettings } from "#predict/tasks/task.ts";
import { findTask, loadTask } from "#predict/tasks/task-registry.ts";
import { driftAt, driftOf } from "./amounts/drift-of.ts";
import { featuresAt, modelsAt } from "./features-at.ts";
import { futureOf, historiesOf, pastOf } from "./histories.ts";
import { purchaseRowsAt, spendRows, weeksOf } from "./purchase-models.ts";
import { records, tableOf } from "./records.fixture.ts";
import { shownFeature } from "./shown-feature.ts";
import { quantilesAt, spreadOf } from "./amounts/spread.ts";
import { typicalAt, typicalOf } from "./amounts/typical.ts";

const DAYS = 305;
const world = records(1_200, DAYS);
const columns = { id: "who", time: "when", amount: "paid" };
const settings: TaskSettings = {
  columns,
  categories: [],
  excluded: [],
  horizons: [60],
  seed: 1,
  until: 240,
  quietDays: 45,
};
const fitTask = (name: string, rows = world, more: Partial<TaskSettings> = {}): FittedTask => {
  const task = findTask(name);
  if (task === undefined) throw new Error(name);
  return task.fit(tableOf(rows), { ...settings, ...more }, { onStep: () => undefined });
};
const fitted = {
  activity: fitTask("activity"),
  dormancy: fitTask("dormancy"),
  once: fitTask("hit-and-run"),
  spending: fitTask("spending"),
};
/** The same once more: of records that end with the cut, and of records in another order. */
const again = {
  activity: fitTask(
    "activity",
    world.filter(({ day }) => day < 241),
  ),
  spending: fitTask("spending", world.toReversed()),
};
const asked = { horizons: [] };
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe("histories", () => {
  it("join the records of a day, whatever their order", () => {
    const rows = [
      { id: "b", day: 3.2, amount: 5, items: 1 },
      { id: "a", day: 9, amount: 1, items: 2 },
      { id: "b", day: 3.9, amount: 7, items: 4 },
      { id: "b", day: 1, amount: 2, items: 1 },
    ];
    for (const order of [rows, rows.toReversed()]) {
      expect(historiesOf("test", tableOf(order))).toMatchObject({
        ids: ["a", "b"],
        from: Int32Array.of(0, 1, 3),
        day: Float64Array.of(9, 1, 3),
        amount: Float64Array.of(1, 2, 12),
        lines: Float64Array.of(1, 1, 2),
        numbers: [{ name: "items", values: Float64Array.of(2, 1, 5) }],
        firstDay: 1,
        lastDay: 9,
      });
    }
  });

  it("part the past from what came within the horizon, ends included", () => {
    const rows = [0, 5, 6, 16, 17].map((day) => ({ id: "a", day, amount: 10, items: 1 }));
    const histories = historiesOf("test", tableOf([...rows, { id: "later", day: 6, amount: 1, items: 1 }]));
    const past = pastOf(histories, 5);
    expect([Array.from(past.accounts), Array.from(past.counts)]).toEqual([[0], [2]]);
    const future = futureOf(histories, past, { until: 5, horizon: 11 });
    expect([future.purchases[0], future.spend[0]]).toEqual([2, 20]);
  });

  it("know nothing of what comes later: features of a day are the same whatever follows", () => {
    const before = historiesOf("test", tableOf(world.filter(({ day }) => day < 201)));
    const whole = historiesOf("test", tableOf(world));
    const view = { until: 200, horizon: 60 };
    const models = modelsAt(before, 200);
    expect(JSON.stringify(modelsAt(whole, 200))).toBe(JSON.stringify(models));
    expect(featuresAt(whole, view, models).inputs).toEqual(featuresAt(before, view, models).inputs);
  });
});

describe("tasks on purchases", () => {
  it("look no further than they are told: what came later does not change a byte of the model", () => {
    expect(JSON.stringify(again.activity)).toBe(JSON.stringify(fitted.activity));
  });

  it("make the same model of the same records in another order, and are whole after a journey through JSON", () => {
    expect(JSON.stringify(again.spending)).toBe(JSON.stringify(fitted.spending));
    for (const each of Object.values(fitted)) {
      const loaded = loadTask(JSON.parse(JSON.stringify(each)));
      expect(loaded.score(tableOf(world), asked)).toEqual(each.score(tableOf(world), asked));
    }
  });

  it("rank accounts on days that they have not seen, and near the level that came", () => {
    const { auc, rows, meanChance, rate } = fitted.activity.evaluate(tableOf(world), { ...asked, seed: 1 });
    expect(rows).toBe(new Set(world.filter(({ day }) => day < 241).map(({ id }) => id)).size);
    expect(auc).toBeGreaterThan(0.8);
    expect(Math.abs(Number(meanChance) - Number(rate))).toBeLessThan(0.06);
    expect(fitted.activity.card.evidenceBy).toMatch(/^out of time: 2 later days/);
    expect(fitted.activity.card.evidence.map(({ candidate }) => candidate)).toEqual([
      "base-rate",
      "BG/NBD chance",
      "Pareto/NBD chance",
      "MBG/CNBD-k chance",
      "logistic",
      "blend",
      "boosted-trees of 8 leaves",
      "boosted-trees of 4 leaves",
      "boosted-trees in small steps",
    ]);
  });

  it("ask of hit-and-run and dormancy those accounts alone that are meant", () => {
    const past = Map.groupBy(
      world.filter(({ day }) => day < 241),
      ({ id }) => id,
    );
    const once = [...past]
      .filter(([, own]) => new Set(own.map(({ day }) => Math.floor(day))).size === 1)
      .map(([id]) => id);
    expect(fitted.once.score(tableOf(world), asked).id).toEqual(once.sort());
    const quiet = [...past]
      .filter(([, own]) => 240 - Math.max(...own.map(({ day }) => Math.floor(day))) >= 45)
      .map(([id]) => id);
    expect(fitted.dormancy.score(tableOf(world), asked).id).toEqual(quiet.sort());
    for (const task of [fitted.once, fitted.dormancy]) {
      const [scores] = task.score(tableOf(world), asked).columns;
      expect(scores?.values.every((chance) => chance > 0 && chance < 1)).toBe(true);
    }
  });

  it("foretell spend in the right order and of the right size, with quantiles that hold what they say", () => {
    const found = fitted.spending.evaluate(tableOf(world), { ...asked, seed: 1 });
    expect(Math.abs(Number(found["totalError"]))).toBeLessThan(0.3);
    expect(found["normalisedGini"]).toBeGreaterThan(0.4);
    expect(found["coverageOf80"]).toBeGreaterThan(0.75);
    const typical = found["typical"] as Record<string, number>;
    expect(typical["meanAbsoluteError"]).toBeLessThan(Number(found["meanAbsoluteError"]));
    expect(typical["totalError"]).toBeCloseTo(Number(found["totalError"]), 9);
    const { columns: scores, note } = fitted.spending.score(tableOf(world), asked);
    expect(note).toBe("as of day 240, 60 days ahead");
    expect(scores.map(({ name }) => name)).toEqual(["score", "typical", "p10", "p50", "p90"]);
    const [, , low, middle, high] = scores.map(({ values }) => values);
    middle?.forEach((value, row) => {
      expect(value).toBeGreaterThanOrEqual(low?.[row] ?? 0);
      expect(value).toBeLessThanOrEqual(high?.[row] ?? 0);
    });
  });

  it("give reasons in the words of a shop", () => {
    expect(fitted.activity.card.model).toBe("Pareto/NBD chance");
    const [first] = fitted.activity.reasons(tableOf(world), asked);
    expect(first?.join("; ")).toMatch(
      /^as any new customer: \+[\d.]+ %; by how often she buys: .* %; by how long she is silent: −[\d.]+ %$/,
    );
    expect(shownFeature("silence", Math.log1p(12))).toBe("12 days");
    expect(shownFeature("Pareto/NBD chance", 0)).toBe("50 %");
    expect(shownFeature("mean items", 3)).toBeUndefined();
    expect(fitted.spending.reasons(tableOf(world), asked).flat().join("; ")).toMatch(/: amount × \d/);
  });

  it("refuse what they can't answer, by name", () => {
    const forNothing = world.map((line) => ({ ...line, amount: 0 }));
    expect(() => fitTask("spending", forNothing)).toThrow("nobody spent anything");
    const task = (more: Partial<Table>) => () =>
      findTask("activity")?.fit({ ...tableOf(world), ...more }, settings, { onStep: () => undefined });
    expect(task({ amount: Float64Array.from(world, (_, row) => (row === 3 ? -1 : 1)) })).toThrow(
      /row 3: an amount is negative/,
    );
    expect(() => fitTask("activity", world, { horizons: [5_000] })).toThrow(/does not reach back far enough/);
    expect(() => fitTask("activity", world, { until: -5 })).toThrow(/--until is before the first day/);
    expect(() => fitted.activity.score(tableOf(world), { horizons: [90] })).toThrow(/learnt for 60 days ahead/);
    expect(() => fitted.activity.evaluate(tableOf(world), { ...asked, until: 290, seed: 1 })).toThrow(
      /nobody knows yet/,
    );
    expect(() => fitTask("spending", [])).toThrow(RefusedRows);
    expect(() => loadTask({ name: "activity", version: 1 })).toThrow(RefusedModel);
    expect(() => loadTask({ name: "spending", version: 9 })).toThrow(RefusedModel);
  });
});

describe("typical amounts", () => {
  it("err less than means and have the same total, in the order of the means", () => {
    // One in four spends four times what is expected.
    const expected = Float64Array.from({ length: 2_000 }, (_, row) => 1 + (row % 100));
    const actual = expected.map((value, row) => (Math.floor(row / 100) % 4 === 0 ? 4 * value : 0));
    const typical = typicalAt(typicalOf({ own: expected }, actual), { own: expected });
    const error = (said: Float64Array) => sum(said.map((value, row) => Math.abs(value - (actual[row] ?? 0))));
    expect(error(typical)).toBeLessThanOrEqual(error(expected) * 1.01);
    const rising = Array.from({ length: 100 }, (_, row) => typical[row] ?? 0);
    expect(rising).toEqual([...rising].sort((a, b) => a - b));
    expect(new Set(rising).size).toBe(100);
  });

  it("are parts of the middle of two forecasts where that errs clearly less, else of the first", () => {
    // Two forecasts of one size, each wrong where the other is wrong the other way.
    const size = Float64Array.from({ length: 2_000 }, (_, row) => 5 + (row % 50));
    const actual = size.map((value, row) => (row % 3 === 0 ? 0 : value));
    const own = size.map((value, row) => (row % 2 === 0 ? value * 2 : value / 2));
    const forecast = size.map((value, row) => Math.log(row % 2 === 0 ? value / 2 : value * 2));
    const both = typicalOf({ own, forecast }, actual);
    expect(both.isOfBoth).toBe(true);
    expect(sum(typicalAt(both, { own, forecast })) / sum(actual)).toBeCloseTo(1, 1);
    const useless = size.map((_, row) => Math.log(1 + ((row * 7_919) % 50)));
    expect(typicalOf({ own: size, forecast: useless }, actual).isOfBoth).toBe(false);
  });
});

describe("the total of a later day than was learnt from", () => {
  const histories = historiesOf("test", tableOf(world));
  const view = { until: 240, horizon: 60 };
  const amounts = { expected: Float64Array.of(1, 2), typical: Float64Array.of(0.5, 1) };
  const drift = driftOf(histories, view, { amounts, from: 180 });

  it("goes most of the way to that of the purchase models, in logarithms", () => {
    const rows = purchaseRowsAt(histories, pastOf(histories, 240), 240);
    const { pareto, spend } = modelsAt(histories, 240);
    const each = spend?.score(spendRows(rows)) ?? amounts.expected;
    const total = sum(pareto.expectedPurchases(rows, weeksOf(60)).map((count, row) => count * (each[row] ?? 0)));
    expect(drift.expected).toBeCloseTo(0.75 * Math.log(total / 3), 9);
    expect(drift.typical - drift.expected).toBeCloseTo(Math.log(2), 9);
  });

  it("is that of the learner on the day learnt from, and has its part of the way between", () => {
    const factorOn = (day: number) => driftAt(drift, "expected", day);
    expect([drift.from, drift.to, factorOn(180), factorOn(100)]).toEqual([180, 240, 1, 1]);
    expect(factorOn(210) ** 2 / factorOn(240)).toBeCloseTo(1, 9);
    expect(factorOn(300)).toBe(factorOn(240));
  });

  it("is the same of means and of typical amounts", () => {
    const [mean, typical] = fitted.spending.score(tableOf(world), asked).columns;
    expect(sum(typical?.values ?? amounts.typical) / sum(mean?.values ?? amounts.typical)).toBeCloseTo(1, 9);
  });
});

describe("the spread of amounts", () => {
  it("is that of accounts with like expectations, and rises with them", () => {
    const expected = Float64Array.from({ length: 2_000 }, (_, row) => 1 + (row % 100));
    const actual = expected.map((value, row) => value * ((Math.floor(row / 100) % 10) + 0.5) * 0.2);
    const [low, middle, high] = quantilesAt(spreadOf(expected, actual), Float64Array.of(10, 50, 200));
    // Ten equally likely amounts from 5 to 95.
    const fifty = [low, middle, high].map((values) => values?.[1] ?? 0);
    for (const [index, wanted] of [10, 50, 90].entries())
      expect(Math.abs((fifty[index] ?? 0) - wanted)).toBeLessThan(8);
    expect((middle?.[2] ?? 0) / (middle?.[1] ?? 1)).toBeGreaterThan(3);
    expect(middle?.[0] ?? 0).toBeLessThan(middle?.[1] ?? 0);
  });
});
