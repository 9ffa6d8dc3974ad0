import { describe, expect, it } from "vitest";
import { seededRandom, seedOf } from "#kernel/random.ts";
import { type ModelCase, modelContract } from "#predict/models/model.contract.ts";
import { categoryColumn, type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import { basketCompletion, type FittedCompletion, loadBasketCompletion } from "./basket-completion.ts";
import type { FittedNext } from "./fitted-next.ts";
import { loadNextItem, nextItem } from "./next-item.ts";
import { simulatePairs, simulateRepeats } from "./simulate-baskets.ts";

/** Seeds of the texts of fits, as Node makes them. */
const SAME_EVERYWHERE: readonly number[] = [1_847_642_937, 414_139_581];

const WORLD = { customers: 120, baskets: 6, items: 12, repeat: 0.6 };

const wordsAt = (rows: Matrix, name: string): readonly string[] => {
  const column = rows.columns.find((each) => each.name === name);
  if (column?.kind !== "category") return [];
  return Array.from(column.codes, (code) => column.levels[code] ?? "");
};

const without = (rows: Matrix, name: string): Matrix => matrixOf(rows.columns.filter((each) => each.name !== name));
const withColumn = (rows: Matrix, column: Matrix["columns"][number]): Matrix =>
  matrixOf([...without(rows, column.name).columns, column]);
const gap = (rows: Matrix, name: string): Matrix =>
  withColumn(
    rows,
    categoryColumn(
      name,
      wordsAt(rows, name).map((word, row) => (row === 3 ? undefined : word)),
    ),
  );

/** Every row as a customer of her own, who bought the one item. */
const byRow = (rows: Matrix, chances: (item: string) => Float64Array): Readonly<Record<string, Float64Array>> => {
  const each = wordsAt(rows, "item").map(chances);
  const chance = (item: number) => Float64Array.from(each, (values) => values[item] ?? 0);
  return { first: chance(0), second: chance(1), last: chance(11) };
};

const chanceOf = (fitted: { readonly items: readonly string[] }, chances: Float64Array, item: string) =>
  chances[fitted.items.indexOf(item)] ?? 0;

function nextCase(): ModelCase<FittedNext> {
  const rows = simulateRepeats(WORLD, seededRandom(3));
  const random = seededRandom(5);
  const times = Array.from({ length: rows.rows }, (_, row) => (row === 3 ? Number.NaN : row));
  return {
    model: nextItem(),
    load: loadNextItem,
    rows,
    scores: (fitted, each) => byRow(each, (item) => fitted.chances([[item]])),
    probabilities: ["first", "second", "last"],
    extremes: matrixOf([
      categoryColumn("customer", ["a", "b"]),
      numberColumn("at", [-1e300, 1e300]),
      categoryColumn("item", ["", "never seen"]),
    ]),
    refused: [
      { what: "a missing customer", rows: gap(rows, "customer"), says: /column customer: row 3: is missing/ },
      { what: "a missing item", rows: gap(rows, "item"), says: /column item: row 3: is missing/ },
      {
        what: "a missing time",
        rows: withColumn(rows, numberColumn("at", times)),
        says: /column at: row 3: is no time/,
      },
      { what: "no items", rows: without(rows, "item"), says: /column item: is missing/ },
      {
        what: "times in words",
        rows: withColumn(rows, categoryColumn("at", wordsAt(rows, "item"))),
        says: /column at: holds words/,
      },
      {
        what: "a world of one item",
        rows: withColumn(
          rows,
          categoryColumn(
            "item",
            wordsAt(rows, "item").map(() => "one"),
          ),
        ),
        says: /fewer than two items/,
      },
    ],
    recovery: {
      rows: () => simulateRepeats({ customers: 6_000, baskets: 6, items: 30, repeat: 0.6 }, random),
      wanted: [
        {
          what: "the chance of a repeat",
          found: (fitted) => {
            const chances = fitted.chances([["item 000"], ["item 001"], ["item 002"]]);
            return [0, 1, 2].reduce((sum, item) => sum + (chances[item] ?? 0), 0);
          },
          truth: 0.6,
          within: 0.05,
        },
        {
          what: "that three times as often is three times as likely",
          found: (fitted) => {
            const chances = fitted.chances([
              ["item 001"],
              ["item 000"],
              ["item 000"],
              ["item 000"],
              ["item 001"],
              ["item 001"],
              ["item 001"],
              ["item 001"],
              ["item 001"],
              ["item 000"],
            ]);
            return (chances[1] ?? 0) / (chances[0] ?? 1);
          },
          truth: 1.5,
          within: 0.15,
        },
      ],
    },
  };
}

function completionCase(): ModelCase<FittedCompletion> {
  const rows = simulatePairs({ baskets: 300, items: 12, pair: 0.5 }, seededRandom(3));
  const alone = rows.columns.find(({ name }) => name === "item");
  const singles = matrixOf([
    categoryColumn(
      "basket",
      Array.from({ length: rows.rows }, (_, row) => `basket ${row}`),
    ),
    ...(alone === undefined ? [] : [alone]),
  ]);
  return {
    model: basketCompletion(),
    load: loadBasketCompletion,
    rows,
    scores: (fitted, each) => byRow(each, (item) => fitted.chances([item])),
    probabilities: ["first", "second", "last"],
    extremes: matrixOf([categoryColumn("basket", ["a", "b"]), categoryColumn("item", ["", "never seen"])]),
    refused: [
      { what: "a missing basket", rows: gap(rows, "basket"), says: /column basket: row 3: is missing/ },
      { what: "a missing item", rows: gap(rows, "item"), says: /column item: row 3: is missing/ },
      { what: "baskets of one item alone", rows: singles, says: /no basket holds two items/ },
    ],
    recovery: {
      rows: () => simulatePairs({ baskets: 20_000, items: 12, pair: 0.5 }, seededRandom(9)),
      wanted: [
        {
          what: "the chance of the partner",
          found: (fitted) => chanceOf(fitted, fitted.chances(["item 004"]), "item 005"),
          truth: 0.5 + 0.5 / 11,
          within: 0.05,
        },
      ],
    },
  };
}

/** What the models of the next purchase promise on every runtime. */
export function nextContract(runtime: string): void {
  modelContract(runtime, nextCase);
  modelContract(runtime, completionCase);

  describe(`what is foretold in ${runtime}`, () => {
    const rows = simulateRepeats(WORLD, seededRandom(3));
    const fitted = nextItem().fit(rows, { random: seededRandom(1) });

    it("are chances that add up to 1, also for a customer without past or with everything", () => {
      for (const history of [[], [["item 001"]], [fitted.items], [["unknown"], ["item 002", "item 002"]]]) {
        expect(fitted.chances(history).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
      }
    });

    it("says of each customer alone what it says of all together, in whatever order the lines come", () => {
      const all = fitted.score(rows, { most: 3 });
      const names = wordsAt(rows, "customer");
      for (const customer of ["customer 000000", "customer 000077"]) {
        const mine = names.flatMap((name, row) => (name === customer ? [row] : []));
        const alone = fitted.score(takeRows(rows, mine.toReversed()), { most: 3 });
        expect(alone).toEqual(all.filter((each) => each.customer === customer));
      }
    });

    it("names as new spending only what a customer never had, with chances among new things", () => {
      const names = wordsAt(rows, "customer");
      const items = wordsAt(rows, "item");
      for (const { customer, next } of fitted.score(rows, { most: 99, only: "new" })) {
        const had = new Set(items.filter((_, row) => names[row] === customer));
        expect(next.filter(({ item, isNew }) => had.has(item) || !isNew)).toEqual([]);
        expect(next.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
      }
    });

    it("gives as reason for something new what she has that goes with it, and the parts add up to 1", () => {
      const reasons = fitted.explain([["item 001"], ["item 003"]], "item 005");
      expect(reasons.map(({ because }) => because).sort()).toEqual(["item 001", "item 003"]);
      expect(reasons.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(1, 12);
      expect(fitted.explain([["item 001"]], "never seen")).toEqual([]);
    });

    it("completes a basket with the partner first, says why, and never with what lies in it", () => {
      const pairs = simulatePairs({ baskets: 2_000, items: 12, pair: 0.5 }, seededRandom(4));
      const completion = basketCompletion().fit(pairs, { random: seededRandom(1) });
      const asked = matrixOf([
        categoryColumn("basket", ["x", "x", "y"]),
        categoryColumn("item", ["item 004", "item 010", "item 000"]),
      ]);
      const [x, y] = completion.score(asked, 2);
      expect(x?.missing.map(({ item }) => item).sort()).toEqual(["item 005", "item 011"]);
      expect(y?.missing[0]?.item).toBe("item 001");
      expect(completion.explain(["item 004", "item 010"], "item 005")[0]?.because).toBe("item 004");
    });
  });

  it(`fit in ${runtime} the same world to the same last digit as everywhere`, () => {
    const [next, completion] = [nextCase(), completionCase()];
    const texts = [
      JSON.stringify(next.model.fit(next.rows, { random: seededRandom(1) })),
      JSON.stringify(completion.model.fit(completion.rows, { random: seededRandom(1) })),
    ];
    expect(texts.map((text) => seedOf(text))).toEqual(SAME_EVERYWHERE);
  });
}
