import { describe, expect, it } from "vitest";
import { seededRandom, seedOf } from "#kernel/random.ts";
import type { Model } from "#predict/models/model.ts";
import { type ModelCase, modelContract } from "#predict/models/model.contract.ts";
import { categoryColumn, type Matrix, matrixOf, numberColumn, numbersOf, takeRows } from "#predict/numerics/matrix.ts";
import { cox, loadCox } from "./cox.ts";
import { discreteHazard, loadDiscreteHazard } from "./discrete-hazard.ts";
import type { FittedTiming } from "./fitted-timing.ts";
import { kaplanMeier, loadKaplanMeier } from "./kaplan-meier.ts";
import { simulateTiming, type TimingWorld } from "./simulate-timing.ts";
import { loadTreeHazard } from "./tree-hazard/fitted-tree-hazard.ts";
import { treeHazard } from "./tree-hazard/tree-hazard.ts";

/** Seeds of the texts of fits, as Node makes them. */
const SAME_EVERYWHERE: readonly number[] = [-1_137_668_460, -1_164_972_008];

const TIMES = [0, 0.5, 1, 2.5, 6, 1e9];
const PROPORTIONAL: TimingWorld = { rows: 300, x: 0.8, y: -0.6, base: 0.3, kind: "proportional", follow: 8 };
const PERIODS: TimingWorld = { ...PROPORTIONAL, base: -1.5, kind: "periods" };

type World = {
  readonly model: Model<FittedTiming>;
  readonly load: (json: unknown) => FittedTiming;
  readonly world: TimingWorld;
};

const worlds: readonly World[] = [
  { model: cox(), load: loadCox, world: PROPORTIONAL },
  { model: discreteHazard({ ends: [1, 2, 3, 4, 5, 6, 7, 8] }), load: loadDiscreteHazard, world: PERIODS },
];

/** Models without weights of columns: what they find again is the share of those whose event came. */
const shapeless: readonly World[] = [
  { model: kaplanMeier(), load: loadKaplanMeier, world: PROPORTIONAL },
  { model: treeHazard({ periods: 6, trees: 60 }), load: loadTreeHazard, world: PERIODS },
];

const changed = (rows: Matrix, name: string, value: number): Matrix =>
  matrixOf(
    rows.columns.map((column) =>
      column.kind === "number" && column.name === name ? { ...column, values: column.values.with(3, value) } : column,
    ),
  );

/** What one unit of a column adds. */
const effectOf = (fitted: FittedTiming, column: string): number => {
  const at = (x: number, y: number) => fitted.explain(matrixOf([numberColumn("x", [x]), numberColumn("y", [y])]), 0);
  const find = (parts: ReturnType<typeof at>) => parts.find((part) => part.column === column)?.contribution ?? 0;
  return find(at(1, 1)) - find(at(0, 0));
};

function timingCase({ model, load, world }: World): ModelCase<FittedTiming> {
  const rows = simulateTiming(world, seededRandom(3));
  const names = TIMES.map((time) => `by ${time}`);
  return {
    model,
    load,
    rows,
    scores: (fitted, each) =>
      Object.fromEntries(fitted.score(each, TIMES).map((chances, index) => [names[index] ?? "", chances])),
    probabilities: names,
    extremes: matrixOf([
      numberColumn("x", [-1e12, 1e12, Number.NaN, 0, 1e-300]),
      numberColumn("y", [0, 1, Number.NaN, -1e9, 1e9]),
    ]),
    refused: [
      { what: "a missing time", rows: changed(rows, "time", Number.NaN), says: /column time: row 3: is no time/ },
      { what: "a time of 0", rows: changed(rows, "time", 0), says: /column time: row 3: is no time above 0/ },
      { what: "a negative time", rows: changed(rows, "time", -1), says: /column time: row 3: is no time/ },
      { what: "a half event", rows: changed(rows, "happened", 0.5), says: /column happened: row 3: is neither/ },
      { what: "an infinite input", rows: changed(rows, "x", Infinity), says: /column x: row 3: is infinite/ },
      {
        what: "rows to which nothing happened",
        rows: matrixOf([...rows.columns.slice(0, 3), numberColumn("happened", new Float64Array(rows.rows))]),
        says: /nothing happened/,
      },
      { what: "no times", rows: matrixOf(rows.columns.slice(0, 2)), says: /column time: is missing/ },
    ],
    recovery: {
      rows: () => simulateTiming({ ...world, rows: 12_000 }, seededRandom(8)),
      wanted: [
        { what: "the weight of x", found: (fitted) => effectOf(fitted, "x"), truth: world.x, within: 0.08 },
        { what: "the weight of y", found: (fitted) => effectOf(fitted, "y"), truth: world.y, within: 0.12 },
      ],
    },
  };
}

function shapelessCase(one: World): ModelCase<FittedTiming> {
  const rows = () => simulateTiming({ ...one.world, rows: 6_000 }, seededRandom(8));
  const whole = numbersOf(simulateTiming({ ...one.world, rows: 20_000, follow: 1e6 }, seededRandom(9)), "time");
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, each) => sum + each, 0) / values.length;
  const wanted = [1, 2, 4].map((time) => ({
    what: `the share by ${time}`,
    found: (fitted: FittedTiming) => mean(fitted.score(rows(), [time])[0] ?? []),
    truth: mean(whole?.map((each) => (each <= time ? 1 : 0)) ?? []),
    within: 0.06,
  }));
  return { ...timingCase(one), recovery: { rows, wanted } };
}

/** What the models of time promise on every runtime. */
export function timingContract(runtime: string): void {
  for (const world of worlds) modelContract(runtime, () => timingCase(world));
  for (const one of shapeless) modelContract(runtime, () => shapelessCase(one));

  describe.each(worlds)("curves of $model.name in " + runtime, ({ model, world }) => {
    const rows = simulateTiming({ ...world, rows: 4_000 }, seededRandom(5));
    const fitted = model.fit(rows, { random: seededRandom(1) });

    it("begin at 0, never fall, and do not depend on the order in which times are asked", () => {
      const times = Array.from({ length: 60 }, (_, place) => place / 6);
      const few = takeRows(rows, [...Array(50).keys()]);
      const curves = fitted.score(few, times);
      expect(curves[0]?.every((chance) => chance === 0)).toBe(true);
      curves.slice(1).forEach((curve, place) => {
        expect(curve.every((chance, row) => chance >= (curves[place]?.[row] ?? 1))).toBe(true);
      });
      expect(fitted.score(few, times.toReversed()).toReversed()).toEqual(curves);
    });

    it("come true, though many rows were not followed to the end", () => {
      const all = simulateTiming({ ...world, rows: 20_000, follow: 1e6 }, seededRandom(6));
      const time = numbersOf(all, "time") ?? new Float64Array(0);
      for (const asked of [1, 3, 5]) {
        const [chances = new Float64Array(0)] = fitted.score(all, [asked]);
        const came = time.filter((each) => each <= asked).length / time.length;
        expect(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) / time.length - came)).toBeLessThan(0.02);
      }
    });

    it("refuse a time before the beginning, and rows without the columns that were learnt from", () => {
      expect(() => fitted.score(rows, [-1])).toThrow(/-1 is no time/);
      expect(() => fitted.score(matrixOf([numberColumn("x", [1])]), [1])).toThrow(/column y: is missing/);
      expect(() => fitted.explain(rows, 1e9)).toThrow(/no such row/);
    });
  });

  it(`take words as inputs in ${runtime}, and a word never seen is as any rare one`, () => {
    const rows = simulateTiming(PROPORTIONAL, seededRandom(5));
    const words = categoryColumn(
      "group",
      Array.from({ length: rows.rows }, (_, row) => (row % 2 === 0 ? "even" : "odd")),
    );
    for (const { model } of worlds) {
      const fitted = model.fit(matrixOf([...rows.columns, words]), { random: seededRandom(1) });
      const asked = matrixOf([
        numberColumn("x", [0, 0]),
        numberColumn("y", [0, 0]),
        categoryColumn("group", ["new", "newer"]),
      ]);
      const [[one = 0, other = 1] = []] = fitted.score(asked, [2]);
      expect(one).toBe(other);
      expect(fitted.inputs).toEqual(["group", "x", "y"]);
    }
  });

  it(`is in ${runtime}, without inputs, the share that Kaplan and Meier find`, () => {
    const rows = matrixOf([numberColumn("time", [1, 2, 2, 3, 4]), numberColumn("happened", [1, 0, 1, 0, 1])]);
    const [one, two, four] = discreteHazard({ ends: [1, 2, 3, 4] })
      .fit(rows, { random: seededRandom(1) })
      .score(matrixOf([numberColumn("none", [0])]), [1, 2, 3.999_999])
      .map(([chance]) => chance);
    expect(one).toBeCloseTo(1 / 5, 6);
    expect(two).toBeCloseTo(1 - (4 / 5) * (3 / 4), 6);
    expect(four).toBeGreaterThan(1 - (4 / 5) * (3 / 4) - 1e-9);
  });

  it(`fit in ${runtime} the same world to the same last digit as everywhere`, () => {
    const texts = worlds
      .map(timingCase)
      .map(({ model, rows }) => JSON.stringify(model.fit(rows, { random: seededRandom(1) })));
    expect(texts.map((text) => seedOf(text))).toEqual(SAME_EVERYWHERE);
  });
}
