import { describe, expect, it } from "vitest";
import { randomInt, seededRandom } from "#kernel/random.ts";
import { RefusedModel } from "#predict/models/model.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { categoryColumn, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { loadTask } from "#predict/tasks/task-registry.ts";
import { records, tableOf } from "#predict/tasks/transactions/records.fixture.ts";
import { cluster } from "./cluster.ts";

const settings: TaskSettings = { columns: { id: "who" }, categories: [], excluded: [], horizons: [], seed: 1 };
const asked = { horizons: [] };
const deps = { onStep: () => undefined };

/** Three groups, of which the one that spends most gardens. */
function groups(rows: number): Table {
  const random = seededRandom(2);
  const of = Array.from({ length: rows }, () => randomInt(random, 3));
  const middles = [
    [0, 0],
    [10, 0],
    [10, 40],
  ] as const;
  return {
    rows,
    id: of.map((_, row) => `C${row}`),
    inputs: matrixOf([
      numberColumn(
        "visits",
        of.map((group) => (middles[group]?.[0] ?? 0) + drawNormal(random)),
      ),
      numberColumn(
        "spend",
        of.map((group) => (middles[group]?.[1] ?? 0) + 3 * drawNormal(random)),
      ),
      categoryColumn(
        "interest",
        of.map((group) => (random.next() < (group === 2 ? 0.7 : 0.2) ? "garden" : "kitchen")),
      ),
    ]),
    lines: Float64Array.from(of, (_, row) => row + 2),
  };
}

const table = groups(900);
const fitted = cluster.fit(table, settings, deps);

describe("clusters", () => {
  it("are as many as are found again, named by what sets them apart, with what each has more often than others", () => {
    const { card } = fitted;
    expect(card.model).toBe("k-means of 3");
    expect(card.evidence.map(({ candidate }) => candidate)).toEqual([2, 3, 4, 5, 6, 7, 8].map((k) => `${k} clusters`));
    const rich = card.clusters?.find(({ name }) => name.startsWith("high spend") || name.startsWith("very high spend"));
    expect(rich?.needs.map(({ category }) => category)).toEqual(["interest garden"]);
    expect(cluster.fit(table, { ...settings, k: 5 }, deps).card).toMatchObject({
      model: "k-means of 5",
      choice: "5 clusters were asked for.",
    });
  });

  it("give each row its number, its name and its distance, and say why", () => {
    const { id, columns, words } = fitted.score(table, asked);
    expect([id[3], columns.map(({ name }) => name), words?.map(({ name }) => name)]).toEqual([
      "C3",
      ["score", "distance"],
      ["cluster"],
    ]);
    const [numbers] = columns;
    const named = fitted.card.clusters?.[(numbers?.values[3] ?? 0) - 1]?.name;
    expect(words?.[0]?.texts[3]).toBe(named);
    expect(fitted.reasons(table, asked)[0]?.join("; ")).toMatch(/(visits|spend) [\d.]+ spreads (above|below) the mean/);
    const { clusters, inertia, learntInertia } = fitted.evaluate(table, { ...asked, seed: 1 });
    expect(inertia).toBeCloseTo(Number(learntInertia), 3);
    const shares = (clusters as ReadonlyArray<{ share: number; learntShare: number }>).map(
      ({ share, learntShare }) => share - learntShare,
    );
    expect(shares).toEqual([0, 0, 0]);
  });

  it("of purchases are by recency, frequency and money as of a day, and know nothing of what comes later", () => {
    const world = records(300, 200);
    const named = { ...settings, columns: { id: "who", time: "when", amount: "paid" }, until: 150, k: 4 };
    const of = cluster.fit(tableOf(world), named, deps);
    expect(of.card.inputs).toEqual(["weeks of silence", "repeat purchases", "spend"]);
    const text = JSON.stringify(of);
    expect(JSON.stringify(cluster.fit(tableOf(world.filter(({ day }) => day < 151)), named, deps))).toBe(text);
    const { id, note } = of.score(tableOf(world), asked);
    expect(id).toEqual([...new Set(world.filter(({ day }) => day < 151).map((line) => line.id))].sort());
    expect(note).toBe("as of day 150");
  });

  it("count the words of all of an account's records as what it has", () => {
    const lines = Array.from({ length: 400 }, (_, line) => ({
      id: `A${line % 100}`,
      day: line % 7,
      often: line % 100 < 50,
    }));
    const many = lines.flatMap((line) => (line.often ? [line, { ...line, day: line.day + 20 }] : [line]));
    const own: Table = {
      rows: many.length,
      id: many.map(({ id }) => id),
      time: Float64Array.from(many, ({ day }) => day),
      inputs: matrixOf([
        categoryColumn(
          "bought",
          many.map(({ often, day }) => (often && day > 20 ? "seeds" : "bread")),
        ),
      ]),
      lines: Float64Array.from(many, (_, row) => row + 2),
    };
    const found = cluster.fit(own, { ...settings, columns: { id: "who", time: "when" }, k: 2 }, deps);
    expect(found.card.clusters?.map(({ needs }) => needs.map(({ category }) => category))).toContainEqual([
      "bought seeds",
    ]);
  });

  it("are whole after a journey through JSON; a gap in a row and a damaged document are refused", () => {
    const document = JSON.parse(JSON.stringify(fitted)) as object;
    expect(loadTask(document).score(table, asked)).toEqual(fitted.score(table, asked));
    expect(() => loadTask({ ...document, needs: 3 })).toThrow(RefusedModel);
    const gap = matrixOf([numberColumn("visits", [1, Number.NaN]), numberColumn("spend", [1, 2])]);
    expect(() => cluster.fit({ ...table, inputs: gap }, settings, deps)).toThrow(/column visits: row 1: is missing/);
    const words = { rows: 900, columns: table.inputs.columns.slice(2) };
    expect(() => cluster.fit({ ...table, inputs: words }, settings, deps)).toThrow(/no column of numbers/);
  });
});
