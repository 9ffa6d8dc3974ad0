import { describe, expect, it } from "vitest";
import { randomInt, seededRandom } from "#kernel/random.ts";
import { type Matrix, matrixOf, takeRows } from "#predict/numerics/matrix.ts";
import { type Fitted, type Model, RefusedModel, RefusedRows } from "./model.ts";

export type ModelCase<F extends Fitted> = {
  readonly model: Model<F>;
  readonly load: (json: unknown) => F;
  /** Rows of a world that the model knows, a few hundred. */
  readonly rows: Matrix;
  /** All that the fitted model says of rows, by name. */
  readonly scores: (fitted: F, rows: Matrix) => Readonly<Record<string, Float64Array>>;
  /** Which of the scores are probabilities. */
  readonly probabilities: readonly string[];
  /** Rows at the ends of what may come, for scoring. */
  readonly extremes: Matrix;
  /** Rows that a fit must refuse, and the words that name the place and the fault. */
  readonly refused: ReadonlyArray<{ readonly what: string; readonly rows: Matrix; readonly says: RegExp }>;
  /** Many simulated rows, and what a fit finds of what the simulator was given, with the relative distance allowed. */
  readonly recovery: {
    readonly rows: () => Matrix;
    readonly wanted: ReadonlyArray<{
      readonly what: string;
      readonly found: (fitted: F) => number;
      readonly truth: number;
      readonly within: number;
    }>;
  };
};

const SEED = 7;

/** What every model promises, on every runtime. */
export function modelContract<F extends Fitted>(runtime: string, make: () => ModelCase<F>): void {
  const one = make();
  const fitTo = (rows: Matrix) => one.model.fit(rows, { random: seededRandom(SEED) });
  const shuffled = (rows: Matrix): readonly number[] => {
    const random = seededRandom(SEED);
    const order = Array.from({ length: rows.rows }, (_, row) => row);
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = randomInt(random, last + 1);
      [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    return order;
  };

  describe(`${one.model.name} in ${runtime}`, () => {
    it("makes the same bytes of the same rows and seed, and no difference of their order", () => {
      const text = JSON.stringify(fitTo(one.rows));
      expect(JSON.stringify(fitTo(one.rows))).toBe(text);
      expect(JSON.stringify(fitTo(takeRows(one.rows, shuffled(one.rows))))).toBe(text);
    });

    it("scores a row alone as it does among others", () => {
      const fitted = fitTo(one.rows);
      const all = one.scores(fitted, one.rows);
      const picked = [0, 1, Math.floor(one.rows.rows / 2), one.rows.rows - 1];
      for (const row of picked) {
        for (const [score, [value]] of Object.entries(one.scores(fitted, takeRows(one.rows, [row])))) {
          expect({ score, row, value }).toEqual({ score, row, value: all[score]?.[row] });
        }
      }
    });

    it("is the same after a journey through JSON, and frozen", () => {
      const fitted = fitTo(one.rows);
      const loaded = one.load(JSON.parse(JSON.stringify(fitted)));
      expect(one.scores(loaded, one.rows)).toEqual(one.scores(fitted, one.rows));
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(fitted));
      expect([Object.isFrozen(fitted), Object.isFrozen(loaded)]).toEqual([true, true]);
    });

    it("refuses to be loaded from another model's document, a newer version or damage", () => {
      const document = fitTo(one.rows).toJSON();
      for (const other of [
        { ...document, name: "other" },
        { ...document, version: 1_000 },
        { ...document, version: 0 },
        {},
        null,
        "text",
        7,
      ]) {
        expect(() => one.load(other)).toThrow(RefusedModel);
      }
    });

    it("leaves its rows as they were", () => {
      const before = structuredClone(one.rows);
      one.scores(fitTo(one.rows), one.rows);
      expect(one.rows).toEqual(before);
    });

    it.each(one.refused)("refuses $what by name", ({ rows, says }) => {
      expect(() => fitTo(rows)).toThrow(RefusedRows);
      expect(() => fitTo(rows)).toThrow(says);
    });

    it("refuses a table without rows or columns", () => {
      expect(() => fitTo(takeRows(one.rows, []))).toThrow(RefusedRows);
      expect(() => fitTo(matrixOf([]))).toThrow(RefusedRows);
    });

    it("stays finite at the ends, and a probability between 0 and 1", () => {
      const fitted = fitTo(one.rows);
      for (const rows of [one.rows, one.extremes]) {
        const scores = Object.entries(one.scores(fitted, rows));
        expect(scores.filter(([, values]) => !values.every(Number.isFinite)).map(([score]) => score)).toEqual([]);
        const chances = scores.filter(([score]) => one.probabilities.includes(score));
        expect(chances.length).toBe(one.probabilities.length);
        for (const [, values] of chances) expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      }
    });

    it(`finds ${one.recovery.wanted.map(({ what }) => what).join(", ")} again in a world made of it`, () => {
      const fitted = fitTo(one.recovery.rows());
      const missed = one.recovery.wanted
        .map(({ what, found, truth, within }) => ({ what, truth, found: found(fitted), within }))
        .filter(({ found, truth, within }) => !(Math.abs(found / truth - 1) < within));
      expect(missed).toEqual([]);
    });
  });
}
