import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { RefusedModel } from "#predict/models/model.ts";
import { matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import { featuresAt, modelsAt } from "#predict/tasks/transactions/features-at.ts";
import { futureOf, historiesOf } from "#predict/tasks/transactions/histories.ts";
import { purchaseRowsAt } from "#predict/tasks/transactions/purchase-models.ts";
import { records, tableOf } from "#predict/tasks/transactions/records.fixture.ts";
import { type Curve, chancesBy, curveJson, hazards, loadCurve, WAIT } from "./curve.ts";
import { rangesOf } from "./ranges.ts";
import { timing } from "./timing-task.ts";
import { waitsOf } from "./waits.ts";

const world = records(1_000, 305);
const columns = { id: "who", time: "when", amount: "paid" };
const settings: TaskSettings = { columns, categories: [], excluded: [], horizons: [30, 60], seed: 1, until: 240 };
const fitTask = (rows = world, more: Partial<TaskSettings> = {}) =>
  timing.fit(tableOf(rows), { ...settings, ...more }, { onStep: () => undefined });
const fitted = fitTask();

describe("when the next purchase comes", () => {
  it("is a chance for each asked day, which never falls from a day to a later one, also beyond what was learnt", () => {
    const days = [400, 7, 61, 30, 60, 1];
    const { columns: scores, id, note } = fitted.score(tableOf(world), { horizons: days });
    expect(scores.map(({ name }) => name)).toEqual(["score", "p400", "p7", "p61", "p30", "p60", "p1"]);
    expect(note).toBe("as of day 240, 400 days ahead");
    expect(id.length).toBe(new Set(world.filter(({ day }) => day < 241).map((line) => line.id)).size);
    const by = (day: number) => scores[days.indexOf(day) + 1];
    const rising = [1, 7, 30, 60, 61, 400].map((day) => by(day));
    rising.slice(1).forEach((later, place) => {
      const before = rising[place]?.values ?? new Float64Array(0);
      expect(later?.values.every((chance, row) => chance <= 1 && chance >= (before[row] ?? 2))).toBe(true);
    });
    expect(scores[0]).toEqual({ ...by(400), name: "score" });
    expect(fitted.score(tableOf(world), { horizons: [] }).columns.map(({ name }) => name)).toEqual([
      "score",
      "p30",
      "p60",
    ]);
  });

  it("comes true on days that nothing was learnt of", () => {
    const found = fitted.evaluate(tableOf(world), { horizons: [], seed: 1 });
    expect(Number(found["concordance"])).toBeGreaterThan(0.72);
    const kaplanMeier = fitted.card.evidence.find(({ candidate }) => candidate === "Kaplan-Meier");
    expect(Number(found["integratedBrier"])).toBeLessThan(
      (kaplanMeier as { integratedBrier: number }).integratedBrier - 0.02,
    );
    for (const { meanChance, rate } of found["byTime"] as ReadonlyArray<{ meanChance: number; rate: number }>) {
      expect(Math.abs(meanChance - rate)).toBeLessThan(0.06);
    }
  });

  it("is told by the simplest of six candidates within one standard error of the best", () => {
    const { evidence, evidenceBy } = fitted.card;
    expect(evidence.map(({ candidate }) => candidate)).toEqual([
      "Kaplan-Meier",
      "BG/NBD",
      "Pareto/NBD",
      "MBG/CNBD-k",
      "Cox",
      "discrete-time hazard",
    ]);
    expect(evidence.filter(({ isChosen }) => isChosen)).toHaveLength(1);
    expect(evidenceBy).toMatch(/^out of time/);
  });

  it("does not depend on what came later, nor on the order of the records, and survives a journey through JSON", () => {
    const text = JSON.stringify(fitted);
    const cut = world.filter(({ day }) => day < 241);
    expect(JSON.stringify(fitTask(cut.toReversed()))).toBe(text);
    const loaded = loadTask(JSON.parse(text));
    expect(loaded.score(tableOf(world), { horizons: [9] })).toEqual(fitted.score(tableOf(world), { horizons: [9] }));
  });

  it("has reasons in the words of a shop, whichever kind of model tells it", () => {
    const [first] = fitted.reasons(tableOf(world), { horizons: [] });
    expect(first?.join("; ")).toMatch(/: rate × |by how often she buys/);
  });

  it("refuses what nobody knows, and damaged documents", () => {
    expect(() => fitted.evaluate(tableOf(world), { horizons: [], until: 290, seed: 1 })).toThrow(/nobody knows yet/);
    expect(() => fitTask(world, { until: -5 })).toThrow(/--until is before the first day/);
    expect(() => fitTask(world.slice(0, 50))).toThrow(/does not reach back far enough/);
    const document = JSON.parse(JSON.stringify(fitted)) as object;
    for (const damage of [{ curve: 1 }, { curve: { kind: "purchases", of: "x" } }, { asked: 3 }, { version: 9 }]) {
      expect(() => loadTask({ ...document, ...damage })).toThrow(RefusedModel);
    }
  });

  it("goes on behind what a hazard was learnt for as Pareto/NBD has it", () => {
    const histories = historiesOf("test", tableOf(world));
    const models = modelsAt(histories, 240);
    const { past, inputs } = featuresAt(histories, { until: 240, horizon: 60 }, models);
    const { waits, purchases } = futureOf(histories, past, { until: 240, horizon: 60 });
    const came = waitsOf({ waits, purchases });
    const rows = matrixOf([
      ...inputs.columns,
      numberColumn(WAIT.time, came.time),
      numberColumn(WAIT.happened, came.happened),
    ]);
    const fittedCox = hazards.cox.fit(rows, { random: seededRandom(1) });
    const curve: Curve = { kind: "hazard", limit: 60, fitted: fittedCox, ranges: rangesOf(inputs) };
    const seen = { inputs, pasts: purchaseRowsAt(histories, past, 240), present: models };
    const times = [60, 200];
    const [near, far] = chancesBy(curve, seen, times);
    const [there, further] = chancesBy({ kind: "purchases", of: "pareto" }, seen, times);
    near?.forEach((chance, row) => {
      const left = (1 - (further?.[row] ?? 0)) / (1 - (there?.[row] ?? 0));
      expect(1 - (far?.[row] ?? 0)).toBeCloseTo((1 - chance) * left, 9);
    });
    expect(loadCurve(JSON.parse(JSON.stringify(curveJson(curve))))).toMatchObject({ kind: "hazard", limit: 60 });
  });
});
