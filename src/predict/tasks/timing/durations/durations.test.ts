import { describe, expect, it } from "vitest";
import { concordance } from "#predict/evaluate/concordance.ts";
import { RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { categoryColumn, type Column, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import { durations } from "./durations.ts";
import { lives, tableOf } from "./lives.fixture.ts";

const settings: TaskSettings = {
  columns: { time: "months", target: "left" },
  categories: [],
  excluded: [],
  horizons: [3, 12, 24],
  seed: 1,
};
const fitTask = (table: Table, more: Partial<TaskSettings> = {}) =>
  durations.fit(table, { ...settings, ...more }, { onStep: () => undefined });
const asked = { horizons: [], seed: 1 };

const straight = { learnt: lives("straight", 2_000, 1), later: lives("straight", 4_000, 2) };
const fitted = fitTask(straight.learnt.table);
const bent = { learnt: lives("bent", 1_000, 3), later: lives("bent", 2_000, 4) };
const trees = fitTask(bent.learnt.table);

/** The rows of a table at the given places. */
function taken(table: Table, rows: readonly number[]): Table {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  const { target } = table;
  return {
    ...table,
    rows: rows.length,
    inputs: takeRows(table.inputs, rows),
    ...(table.time === undefined ? {} : { time: pick(table.time) }),
    ...(target === undefined
      ? {}
      : { target: takeRows({ rows: table.rows, columns: [target] }, rows).columns[0] ?? target }),
    lines: pick(table.lines),
  };
}

const few = taken(straight.learnt.table, [...Array(200).keys()]);
const changed = (table: Table, column: Column): Table => ({
  ...table,
  inputs: {
    rows: table.rows,
    columns: [...table.inputs.columns.filter(({ name }) => name !== column.name), column],
  },
});

/** Share of (best concordance − .5) that was found, where the best is that of the true hazards. */
function shareFound({ task, world }: { task: ReturnType<typeof fitTask>; world: ReturnType<typeof lives> }): number {
  const { time = new Float64Array(0) } = world.table;
  const came = {
    time,
    happened: Float64Array.from(world.table.target?.kind === "category" ? world.table.target.codes : []),
  };
  const found = Number(task.evaluate(world.table, asked)["concordance"]);
  return (found - 0.5) / (concordance(world.levels, came) - 0.5);
}

describe("when the event of a row comes", () => {
  it("is found as well as it could be in a world of known hazards, by the simplest model that can", () => {
    expect(shareFound({ task: fitted, world: straight.later })).toBeGreaterThan(0.95);
    expect(["Cox", "discrete-time hazard"]).toContain(fitted.card.model);
  });

  it("is told by trees where lines miss what hangs on other columns", () => {
    expect(trees.card.model).toBe("boosted-trees hazard");
    expect(shareFound({ task: trees, world: bent.later })).toBeGreaterThan(0.8);
    expect(JSON.stringify(loadTask(JSON.parse(JSON.stringify(trees))))).toBe(JSON.stringify(trees));
    expect(trees.reasons(taken(bent.learnt.table, [...Array(20).keys()]), asked).join()).toMatch(
      /trust -?[\d.]+: rate × /,
    );
  });

  it("is a chance that comes true, though half of the rows were not followed to the end", () => {
    const { columns } = fitted.score(straight.later.table, { horizons: [3, 12, 24, 48] });
    for (const [index, month] of [3, 12, 24, 48].entries()) {
      const said = columns[index + 1]?.values ?? new Float64Array(0);
      const truth = straight.later.chancesBy(month);
      const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0) / values.length;
      expect(Math.abs(sum(said) - sum(truth))).toBeLessThan(0.03);
      expect(sum(said.map((chance, row) => Math.abs(chance - (truth[row] ?? 0))))).toBeLessThan(0.06);
    }
    const found = fitted.evaluate(straight.later.table, { ...asked, horizons: [6, 18, 36] });
    const byTime = found["byTime"] as ReadonlyArray<{ meanChance: number; rate: number; ece: number }>;
    expect(byTime).toHaveLength(3);
    for (const { meanChance, rate, ece } of byTime) {
      expect(Math.abs(meanChance - rate)).toBeLessThan(0.03);
      expect(ece).toBeLessThan(0.04);
    }
    const { low, high } = found["concordanceInterval"] as { low: number; high: number };
    expect(found["concordance"]).toBeGreaterThan(low);
    expect(found["concordance"]).toBeLessThan(high);
  });

  it("has a column for each asked duration in the unit of the file, which never falls, also beyond all that was followed", () => {
    const times = [24, 0.5, 3, 300, 3];
    const { columns, id, note } = fitted.score(few, { horizons: times });
    expect(columns.map(({ name }) => name)).toEqual(["score", "p24", "p0.5", "p3", "p300"]);
    expect(id.slice(0, 2)).toEqual(["2", "3"]);
    expect(note).toMatch(/beyond 59\.\d+, where nobody was followed/);
    const by = (name: string) => columns.find((column) => column.name === name)?.values ?? new Float64Array(0);
    expect(by("score")).toEqual(by("p300"));
    ["p0.5", "p3", "p24", "p300"].forEach((name, place, all) => {
      const before = by(all[place - 1] ?? name);
      expect(by(name).every((chance, row) => chance <= 1 && chance >= (before[row] ?? 2))).toBe(true);
    });
    const standard = fitted.score(few, asked);
    expect(standard.columns.map(({ name }) => name)).toEqual(["score", "p3", "p12", "p24"]);
    expect(standard.note).toBeUndefined();
  });

  it("counts from time 0 for every row, whatever time has passed for it: no duration is read to score", () => {
    const { time: _, target: __, ...bare } = few;
    expect(fitted.score(bare, asked)).toEqual(fitted.score(few, asked));
    expect(fitted.reading({}, false)).toMatchObject({ roles: {}, hasDurations: true });
    expect(fitted.reading({ id: "who" }, true).roles).toEqual({ id: "who", time: "months", target: "left" });
  });

  it("shows all candidates in the card, and what the figures stand on", () => {
    const { card } = fitted;
    expect(card.evidence.map(({ candidate }) => candidate)).toEqual([
      "Kaplan-Meier",
      "Cox",
      "discrete-time hazard",
      "boosted-trees hazard",
    ]);
    expect(card.target).toBe("months until left is yes; right-censored where it has not come");
    expect(card.evidenceBy).toMatch(/5 folds, 2 times; Brier score by inverse probability of censoring up to 24/);
    expect(card.importance[0]?.column).toMatch(/calls|paid|contract/);
    expect(JSON.parse(JSON.stringify(card))).toEqual(card);
  });

  it("makes the same model of the same rows in another order, and is whole after a journey through JSON", () => {
    const text = JSON.stringify(fitTask(few));
    expect(JSON.stringify(fitTask(taken(few, [...Array(200).keys()].toReversed())))).toBe(text);
    const loaded = loadTask(JSON.parse(JSON.stringify(fitted)));
    expect(JSON.stringify(loaded)).toBe(JSON.stringify(fitted));
    expect(loaded.score(few, asked)).toEqual(fitted.score(few, asked));
    expect(loaded.evaluate(few, asked)).toEqual(fitted.evaluate(few, asked));
  });

  it("takes words never seen, gaps and numbers beyond all bounds", () => {
    const rows = 4;
    const strange: Table = {
      rows,
      inputs: {
        rows,
        columns: few.inputs.columns.map((column): Column =>
          column.kind === "category"
            ? categoryColumn(column.name, ["new", undefined, "newer", "new"])
            : numberColumn(column.name, [1e300, Number.NaN, -1e300, 0]),
        ),
      },
      lines: Float64Array.of(2, 3, 4, 5),
    };
    const { columns } = fitted.score(strange, asked);
    expect(columns.every(({ values }) => values.every((chance) => chance >= 0 && chance <= 1))).toBe(true);
    expect(fitted.reasons(strange, asked)).toHaveLength(rows);
  });

  it("stays finite, and warns, where a column is all but the duration itself", () => {
    const { time = new Float64Array(0) } = few;
    const telling = changed(
      few,
      numberColumn(
        "total",
        time.map((months, row) => 30 * months + (row % 5)),
      ),
    );
    const told: string[] = [];
    const task = durations.fit(telling, settings, { onStep: (words) => told.push(words) });
    const said = task.score(telling, asked).columns;
    expect(said.every(({ values }) => values.every((chance) => chance >= 0 && chance <= 1))).toBe(true);
    expect(told.join("\n")).toMatch(/total: goes up and down with the duration/);
    expect(task.card.caution.join(" ")).toMatch(/total: goes up and down/);
    expect(fitted.card.caution.join(" ")).not.toMatch(/up and down/);
  });

  it("is Kaplan-Meier's curve where there is nothing to learn from, and everybody's event may have come", () => {
    const time = Float64Array.from({ length: 40 }, (_, row) => 1 + (row % 4));
    const nobody = tableOf([], time, Array(40).fill("yes"));
    const task = fitTask(nobody, { event: "yes", horizons: [2] });
    expect(task.card.model).toBe("Kaplan-Meier");
    expect(task.score(nobody, { horizons: [1, 2, 4] }).columns.map(({ values }) => values[0]?.toFixed(6))).toEqual([
      "1.000000",
      "0.250000",
      "0.500000",
      "1.000000",
    ]);
  });

  it("takes events at once, and judges them at their time", () => {
    const { time = new Float64Array(0) } = few;
    const whole = { ...few, time: time.map(Math.floor) };
    const found = fitTask(whole, { horizons: [12] }).evaluate(whole, asked);
    expect(Number(found["concordance"])).toBeGreaterThan(0.65);
  });
});

describe("a table of durations is refused", () => {
  const yes = (rows: number, events: number) => Array.from({ length: rows }, (_, row) => (row < events ? "yes" : "no"));
  const rising = Float64Array.from({ length: 60 }, (_, row) => row + 1);
  const refusal = (table: Table, more: Partial<TaskSettings> = {}) => {
    try {
      fitTask(table, more);
      return "";
    } catch (cause) {
      return cause instanceof RefusedRows ? cause.message : String(cause);
    }
  };

  it("with column and row, where a duration is negative or an outcome is missing", () => {
    const rows = tableOf([], rising.with(7, -2), yes(60, 30));
    expect(refusal(rows)).toBe("timing: column months: row 7: -2 is no duration from 0 on");
    const gap = { ...rows, time: rising, target: categoryColumn("left", [...yes(59, 30), undefined]) };
    expect(refusal(gap)).toBe("timing: column left: row 59: is missing");
  });

  it("where the target is no event that came or not", () => {
    const of = (target: Column, more: Partial<TaskSettings> = {}) =>
      refusal({ ...tableOf([], rising, yes(60, 30)), target }, more);
    expect(of(categoryColumn("left", [...yes(59, 30), "maybe"]))).toMatch(/column left: has 3 values, not two/);
    expect(of(categoryColumn("left", [...yes(59, 30), "maybe"]), { event: "yes" })).toMatch(/has 3 values, not two/);
    expect(of(categoryColumn("left", yes(60, 0)))).toMatch(/column left: has one value only/);
    expect(of(categoryColumn("left", yes(60, 0)), { event: "yes" })).toMatch(/has one value only|never is "yes"/);
    expect(of(categoryColumn("left", yes(60, 30)), { event: "gone" })).toMatch(/never is "gone"/);
    expect(
      of(
        numberColumn(
          "left",
          rising.map((time) => 1 + (time % 2)),
        ),
      ),
    ).toMatch(/column left: holds "1" and "2": say by --event which/);
    expect(of(categoryColumn("left", yes(60, 5)))).toMatch(/column left: 5 of 60 rows have the event: at least 20/);
  });

  it("where all events came at one time", () => {
    const time = rising.map((value, row) => (row < 30 ? 6 : value));
    expect(refusal(tableOf([], time, yes(60, 30)))).toBe(
      "timing: column months: all events came at 6: there is no when to learn",
    );
  });

  it("where days are asked of durations, or an option that has no part in it", () => {
    expect(refusal(few, { hasUnits: true })).toMatch(/--horizon is in the unit of the column of durations/);
    expect(refusal(few, { until: 100 })).toMatch(/--until is a day/);
    expect(refusal(few, { columns: { ...settings.columns, amount: "paid" } })).toMatch(/has no --amount/);
    expect(() => fitted.score(few, { horizons: [90], hasUnits: true })).toThrow(/write 12, and not 12m/);
    expect(() => fitted.evaluate(few, { ...asked, horizons: [600] })).toThrow(/nobody in the file was followed beyond/);
  });

  it("and so are documents of a newer version, of the other form, or damaged", () => {
    const document = JSON.parse(JSON.stringify(fitted)) as object;
    expect(document).toMatchObject({ name: "timing", version: 2, of: "durations" });
    for (const damage of [{ version: 3 }, { of: "purchases" }, { fitted: {} }, { inputs: 1 }, { event: null }]) {
      expect(() => loadTask({ ...document, ...damage })).toThrow(RefusedModel);
    }
  });
});
