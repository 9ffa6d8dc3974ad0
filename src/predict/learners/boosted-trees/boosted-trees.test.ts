import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomInt, seededRandom } from "#kernel/random.ts";
import { auc } from "#predict/evaluate/auc.ts";
import { yesOrNoWorld } from "#predict/learners/learner-worlds.fixture.ts";
import { lossOf } from "#predict/learners/losses.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { categoryColumn, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import { boostedTrees } from "./boosted-trees.ts";
import { loadBoostedTrees } from "./fitted-trees.ts";
import { addForest } from "./forest/add-forest.ts";
import { forestOf } from "./forest/forest-of.ts";
import { addTreeShap } from "./forest/tree-shap.ts";
import { walkTrees } from "./forest/walk-trees.ts";
import { goesLeft, leftBins, MISSING_BIN, OTHER_BIN, type Tree, type TreeNode } from "./tree.ts";

const COLUMNS = 4;

/** Any tree with a few leaves, number and category splits mixed. */
const trees = fc.integer({ min: 1, max: 1_000_000 }).map((seed): Tree => {
  const random = seededRandom(seed);
  const nodes: TreeNode[] = [{ value: drawNormal(random), cover: 64 }];
  const leaves = [0];
  for (let splits = randomInt(random, 9); splits > 0; splits -= 1) {
    const place = leaves.splice(randomInt(random, leaves.length), 1)[0] ?? 0;
    const cover = nodes[place]?.cover ?? 0;
    if (cover < 2) break;
    const part = 1 + randomInt(random, cover - 1);
    const isCategory = random.next() < 0.4;
    nodes[place] = {
      split: {
        feature: randomInt(random, COLUMNS),
        bin: isCategory ? -1 : randomInt(random, 6),
        left: isCategory ? [0, 1, 2, 3, 4, 5, OTHER_BIN].filter(() => random.next() < 0.5) : [],
        missingLeft: random.next() < 0.5,
      },
      left: nodes.length,
      right: nodes.length + 1,
      cover,
    };
    leaves.push(nodes.length, nodes.length + 1);
    nodes.push({ value: drawNormal(random), cover: part }, { value: drawNormal(random), cover: cover - part });
  }
  return nodes;
});
const rows = fc.array(fc.constantFrom(0, 1, 2, 3, 4, 5, 6, OTHER_BIN, MISSING_BIN), {
  minLength: COLUMNS,
  maxLength: COLUMNS,
});

/** The value of a tree where the columns in `known` are the row's and all others are averaged by the rows of the fit. */
function expected(tree: Tree, row: readonly number[], known: ReadonlySet<number>): number {
  const below = (at: number): number => {
    const node = tree[at];
    if (node === undefined || !("split" in node)) return node?.value ?? 0;
    const { split, left, right, cover } = node;
    if (known.has(split.feature)) return below(goesLeft(split, row[split.feature] ?? 0) ? left : right);
    const share = (tree[left]?.cover ?? 0) / cover;
    return share * below(left) + (1 - share) * below(right);
  };
  return below(0);
}

/** Shapley's formula itself, over all 2^k sets of columns. */
function shapley(tree: Tree, row: readonly number[], column: number): number {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const others = [0, 1, 2, 3].filter((other) => other !== column);
  let sum = 0;
  for (let set = 0; set < 8; set += 1) {
    const known = new Set(others.filter((_, place) => (set >> place) & 1));
    const weight = (factorial(known.size) * factorial(COLUMNS - known.size - 1)) / factorial(COLUMNS);
    sum += weight * (expected(tree, row, new Set([...known, column])) - expected(tree, row, known));
  }
  return sum;
}

describe("boosted trees", () => {
  it("explain a row by exactly its Shapley values, which add up to its score", () => {
    fc.assert(
      fc.property(trees, rows, (tree, row) => {
        const parts = new Float64Array(COLUMNS);
        const base = addTreeShap(parts, [tree], (column) => row[column] ?? 0);
        parts.forEach((part, column) => expect(part).toBeCloseTo(shapley(tree, row, column), 10));
        const score = expected(tree, row, new Set([0, 1, 2, 3]));
        expect(parts.reduce((sum, part) => sum + part, base)).toBeCloseTo(score, 10);
      }),
    );
  });

  it("explain a row of many columns in parts that add up to its score, in trees as large as they may be", () => {
    const random = seededRandom(6);
    const inputs = Array.from({ length: 24 }, (_, column) =>
      numberColumn(
        `x${column}`,
        Array.from({ length: 600 }, () => (random.next() < 0.1 ? Number.NaN : drawNormal(random))),
      ),
    );
    const y = Array.from({ length: 600 }, (_, row) => inputs.reduce((sum, { values }) => sum + (values[row] || 0), 0));
    const table = matrixOf([...inputs, numberColumn("y", y)]);
    const settings = { target: "y", loss: "squared", trees: 20, maxLeaves: 32, minRows: 2 } as const;
    const fitted = boostedTrees(settings).fit(table, { random });
    const scores = fitted.score(table);
    for (const row of [0, 17, 599]) {
      const { base, contributions } = fitted.explain(table, row);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, base);
      expect(sum).toBeCloseTo(scores[row] ?? 0, 11);
    }
  });

  it("score by masks what a walk from the root finds, to the last bit, however many trees and rows there are", () => {
    const table = fc.record({
      forest: fc.array(trees, { minLength: 1, maxLength: 30 }),
      times: fc.constantFrom(1, 25),
      some: fc.array(rows, { minLength: 1 }),
      count: fc.constantFrom(1, 40, 1_025),
    });
    fc.assert(
      fc.property(table, ({ forest, times, some, count }) => {
        const many = Array.from({ length: times }, () => forest).flat();
        const bytes = new Uint8Array(count * COLUMNS);
        bytes.forEach((_, at) => (bytes[at] = some[(at % count) % some.length]?.[Math.floor(at / count)] ?? 0));
        const [masked, walked] = [new Float64Array(count), new Float64Array(count)];
        addForest(masked, forestOf(many), { rows: count, bytes });
        walkTrees(walked, many, { rows: count, bytes });
        expect(masked).toEqual(walked);
        const first = many.reduce((sum, tree) => sum + expected(tree, some[0] ?? [], new Set([0, 1, 2, 3])), 0);
        expect(walked[0]).toBeCloseTo(first, 10);
      }),
      { numRuns: 60 },
    );
  });

  it("score one row as many, and many as one, in trees of every size", () => {
    const table = yesOrNoWorld(300);
    for (const maxLeaves of [2, 8, 32]) {
      const settings = { target: "y", loss: "logistic", trees: 40, maxLeaves, minRows: 2 } as const;
      const fitted = boostedTrees(settings).fit(table, { random: seededRandom(4) });
      const alone = Float64Array.from({ length: 300 }, (_, row) => fitted.score(takeRows(table, [row]))[0] ?? 0);
      expect(fitted.score(table)).toEqual(alone);
    }
  });

  it("refuse a stored tree in which two decisions lead to one place, or a place is led to by none", () => {
    const fitted = boostedTrees({ target: "y", loss: "logistic", trees: 2 }).fit(yesOrNoWorld(200), {
      random: seededRandom(4),
    });
    const leaf = { value: 0.1, cover: 1 };
    const split = { feature: 0, bin: 0, left: [], missingLeft: true };
    const twice = [{ split, left: 1, right: 2, cover: 2 }, { split, left: 2, right: 3, cover: 2 }, leaf, leaf, leaf];
    for (const tree of [twice, [leaf, leaf]]) {
      expect(() => loadBoostedTrees({ ...fitted.toJSON(), trees: [tree] })).toThrow(/damaged/);
    }
  });

  it("send every bin of a split to the same side in both readings", () => {
    const splits = [
      { feature: 0, bin: 3, left: [], missingLeft: true },
      { feature: 0, bin: -1, left: [1, 4, OTHER_BIN], missingLeft: false },
    ];
    for (const split of splits) {
      const sides = leftBins(split);
      sides.forEach((side, bin) => expect({ bin, isLeft: side === 1 }).toEqual({ bin, isLeft: goesLeft(split, bin) }));
    }
  });

  it("never fall where they were told to rise, and never rise where they were told to fall", () => {
    const random = seededRandom(5);
    const count = 3_000;
    const x = Array.from({ length: count }, () => random.next() * 10);
    const z = Array.from({ length: count }, () => random.next() * 10);
    const y = x.map((value, row) => (random.next() < 0.5 + 0.4 * Math.sin(value + (z[row] ?? 0)) ? 1 : 0));
    const table = matrixOf([numberColumn("x", x), numberColumn("z", z), numberColumn("y", y)]);
    const settings = { target: "y", loss: "logistic", trees: 80, maxLeaves: 16 } as const;
    const bent = boostedTrees({ ...settings, monotone: { x: 1, z: -1 } }).fit(table, { random });
    const free = boostedTrees(settings).fit(table, { random });
    const along = Array.from({ length: 400 }, (_, step) => step / 40);
    const falls = (scores: Float64Array) =>
      scores.some((score, place) => place > 0 && score < (scores[place - 1] ?? 0));
    for (const other of [0.5, 5, 9.5]) {
      const fixed = along.map(() => other);
      const rising = matrixOf([numberColumn("x", along), numberColumn("z", fixed)]);
      const falling = matrixOf([numberColumn("x", fixed), numberColumn("z", along.toReversed())]);
      expect([falls(bent.score(rising)), falls(bent.score(falling))]).toEqual([false, false]);
      expect(falls(free.score(rising))).toBe(true);
    }
  });

  it("learn what a missing value means, in numbers and in words", () => {
    const random = seededRandom(9);
    const count = 4_000;
    const isKnown = Array.from({ length: count }, () => random.next() < 0.7);
    const y = isKnown.map((known) => (random.next() < (known ? 0.1 : 0.6) ? 1 : 0));
    const number = numberColumn(
      "seen",
      isKnown.map((known) => (known ? random.next() : Number.NaN)),
    );
    const word = categoryColumn(
      "city",
      isKnown.map((known) => (known ? "York" : undefined)),
    );
    for (const column of [number, word]) {
      const fitted = boostedTrees({ target: "y", loss: "logistic", trees: 30 }).fit(
        matrixOf([column, numberColumn("y", y)]),
        { random },
      );
      const [known = 0, missing = 0] = fitted.score(
        takeRows(matrixOf([column]), [isKnown.indexOf(true), isKnown.indexOf(false)]),
      );
      expect(known).toBeCloseTo(0.1, 1);
      expect(missing).toBeCloseTo(0.6, 1);
    }
  });

  it("part categories by what they mean and not by their alphabet", () => {
    const random = seededRandom(3);
    const levels = Array.from({ length: 12 }, (_, level) => `shop ${level}`);
    const isGood = levels.map((_, level) => level % 2 === 0);
    const codes = Array.from({ length: 6_000 }, () => randomInt(random, levels.length));
    const y = codes.map((code) => (random.next() < (isGood[code] === true ? 0.7 : 0.2) ? 1 : 0));
    const table = matrixOf([
      categoryColumn(
        "shop",
        codes.map((code) => levels[code]),
      ),
      numberColumn("y", y),
    ]);
    const settings = {
      target: "y",
      loss: "logistic",
      trees: 20,
      maxLeaves: 2,
      learningRate: 0.3,
    } as const;
    const fitted = boostedTrees(settings).fit(table, { random });
    const scores = fitted.score(matrixOf([categoryColumn("shop", levels)]));
    expect(levels.filter((_, level) => (scores[level] ?? 0) > 0.45)).toEqual(
      levels.filter((_, level) => isGood[level]),
    );
  });

  it("stop early where further trees only learn noise", () => {
    const settings = {
      target: "y",
      loss: "logistic",
      trees: 400,
      maxLeaves: 16,
      learningRate: 0.3,
    } as const;
    const rows = yesOrNoWorld(800);
    const count = (fitted: { toJSON(): Readonly<Record<string, unknown>> }) =>
      (fitted.toJSON()["trees"] as unknown[]).length;
    const early = boostedTrees({ ...settings, early: { share: 0.25, patience: 20 } }).fit(rows, {
      random: seededRandom(1),
    });
    expect(count(boostedTrees(settings).fit(rows, { random: seededRandom(1) }))).toBe(400);
    expect(count(early)).toBeLessThan(100);
  });

  it("foretell counts and amounts whose sums are those of the rows they learnt from", () => {
    const random = seededRandom(2);
    const x = Array.from({ length: 5_000 }, () => random.next());
    const y = x.map((value) => (random.next() < 0.3 ? Math.round(100 * value) / 10 : 0));
    const table = matrixOf([numberColumn("x", x), numberColumn("y", y)]);
    const total = y.reduce((sum, value) => sum + value, 0);
    for (const loss of ["poisson", "tweedie", "squared"] as const) {
      const scores = boostedTrees({ target: "y", loss, trees: 100 }).fit(table, { random }).score(table);
      expect(scores.reduce((sum, score) => sum + score, 0) / total).toBeCloseTo(1, 1);
    }
  });

  it("weigh rows: what has no weight teaches nothing", () => {
    const rows = yesOrNoWorld(600);
    const y = rows.columns.find(({ name }) => name === "y");
    const turned = y?.kind === "number" ? y.values.map((value, row) => (row < 300 ? value : 1 - value)) : [];
    const weights = Float64Array.from({ length: 600 }, (_, row) => (row < 300 ? 1 : 0));
    const inputs = rows.columns.filter(({ name }) => name !== "y");
    const whole = matrixOf([...inputs, numberColumn("y", turned), numberColumn("w", weights)]);
    const settings = { target: "y", loss: "logistic", trees: 20, maxBins: 8 } as const;
    const fitted = boostedTrees({ ...settings, weight: "w" }).fit(whole, {
      random: seededRandom(1),
    });
    const score = auc(fitted.score(rows), y?.kind === "number" ? y.values : new Float64Array(0));
    expect(score).toBeGreaterThan(0.65);
  });

  it("refuse settings out of range, and words that should be monotone, by name", () => {
    const settings = { target: "y", loss: "logistic" } as const;
    expect(() => boostedTrees({ ...settings, maxLeaves: 33 })).toThrow(/maxLeaves lies between 2 and 32/);
    expect(() => boostedTrees({ ...settings, learningRate: 0 })).toThrow(/learningRate/);
    const fit = () =>
      boostedTrees({ ...settings, monotone: { interest: 1 } }).fit(yesOrNoWorld(100), {
        random: seededRandom(1),
      });
    expect(fit).toThrow(RefusedRows);
    expect(fit).toThrow(/column interest: holds words/);
    expect(lossOf("tweedie", 1.5).name).toBe("tweedie");
    expect(() => lossOf("tweedie", 2)).toThrow(RangeError);
  });
});
