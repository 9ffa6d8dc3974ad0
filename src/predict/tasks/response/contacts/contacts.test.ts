import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { RefusedModel } from "#predict/models/model.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { categoryColumn, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import { response } from "#predict/tasks/response/response.ts";

const KINDS = ["call", "mail", "visit"] as const;
const settings: TaskSettings = {
  columns: { target: "answered", treatment: "contact", id: "who" },
  categories: [],
  excluded: [],
  horizons: [],
  seed: 1,
};
const deps = { onStep: () => undefined };
const asked = { horizons: [] };

/** P(answer) by kind: fondness moves all, and those who are near like visits. */
const truth = (fond: number, isNear: boolean) =>
  [-1 + fond, -1.6 + 0.5 * fond, -1.4 + 0.8 * fond + (isNear ? 1 : -0.6)].map(logistic);

/** Dealers visit those who are fond of them: the more, the larger `bias`. */
function dispositions(rows: number, seed: number, bias: number) {
  const random = seededRandom(seed);
  const people = Array.from({ length: rows }, () => {
    const [fond, isNear] = [drawNormal(random), random.next() < 0.5];
    const visited = logistic(-0.8 + bias * fond);
    const draw = random.next();
    const kind = draw < visited ? 2 : draw < visited + (1 - visited) / 2 ? 0 : 1;
    const chances = truth(fond, isNear);
    return { fond, isNear, kind, chances, came: random.next() < (chances[kind] ?? 0) ? 1 : 0 };
  });
  const table: Table = {
    rows,
    inputs: matrixOf([
      numberColumn(
        "fond",
        people.map(({ fond }) => fond),
      ),
      categoryColumn(
        "distance",
        people.map(({ isNear }) => (isNear ? "near" : "far")),
      ),
    ]),
    id: people.map((_, row) => `C${row}`),
    treatment: categoryColumn(
      "contact",
      people.map(({ kind }) => KINDS[kind]),
    ),
    target: numberColumn(
      "answered",
      people.map(({ came }) => came),
    ),
    lines: Float64Array.from(people, (_, row) => row + 2),
  };
  return { table, people };
}

const world = dispositions(6_000, 1, 0.8);
const fitted = response.fit(world.table, settings, deps);
const ifAll = (kind: number) => world.people.reduce((sum, { chances }) => sum + (chances[kind] ?? 0), 0) / 6_000;

describe("the chance of an answer by kind of contact", () => {
  it("is that of all who might be contacted so, not of those who were chosen for it", () => {
    const found = fitted.card.calibration.evidence as ReadonlyArray<{ mean: number; low: number; high: number }>;
    KINDS.forEach((_, kind) => {
      expect(Math.abs((found[kind]?.mean ?? 0) - ifAll(kind))).toBeLessThan(0.025);
      expect(found[kind]?.low).toBeLessThan(ifAll(kind));
      expect(found[kind]?.high).toBeGreaterThan(ifAll(kind));
    });
    const visited = world.people.filter(({ kind }) => kind === 2);
    const naive = visited.reduce((sum, { came }) => sum + came, 0) / visited.length;
    expect(naive - ifAll(2)).toBeGreaterThan(0.05);
    expect(fitted.card.caution.join(" ")).toMatch(
      /visit: .* of those contacted so answered; of all, .*People chose whom/,
    );
  });

  it("names the best contact of each, with the chance of every kind", () => {
    const later = dispositions(2_000, 2, 0);
    const { columns, words } = fitted.score(later.table, asked);
    expect(columns.map(({ name }) => name)).toEqual(["score", ...KINDS]);
    const texts = words?.[0]?.texts ?? [];
    const right = later.people.filter(({ chances }, row) => {
      const chosen = chances[KINDS.indexOf(texts[row] as (typeof KINDS)[number])] ?? 0;
      return Math.max(...chances) - chosen < 0.04;
    });
    expect(right.length / 2_000).toBeGreaterThan(0.9);
    const judged = fitted.evaluate(later.table, { ...asked, seed: 1 })["kinds"] as ReadonlyArray<{ ece: number }>;
    expect(judged.map(({ ece }) => ece).every((ece) => ece < 0.08)).toBe(true);
  });

  it("is refused where a kind never reached some people", () => {
    const gap = dispositions(4_000, 3, 8);
    expect(() => response.fit(gap.table, settings, deps)).toThrow(
      /column contact: no overlap: \d+ % of rows are hardly ever/,
    );
    const few = dispositions(90, 3, 0);
    expect(() => response.fit(few.table, settings, deps)).toThrow(/at least 20 with and without/);
  });

  it("is whole after a journey through JSON, and refuses damage", () => {
    const loaded = loadTask(JSON.parse(JSON.stringify(fitted)));
    expect(loaded.score(world.table, asked)).toEqual(fitted.score(world.table, asked));
    expect(loaded.reasons(world.table, asked)[0]).toEqual(fitted.reasons(world.table, asked)[0]);
    const document = JSON.parse(JSON.stringify(fitted)) as object;
    expect(() => loadTask({ ...document, event: 3 })).toThrow(RefusedModel);
    expect(() => loadTask({ ...document, version: 9 })).toThrow(RefusedModel);
  });
});
