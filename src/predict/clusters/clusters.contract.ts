import { describe, expect, it } from "vitest";
import { type Random, randomInt, seededRandom, seedOf } from "#kernel/random.ts";
import { type ModelCase, modelContract } from "#predict/models/model.contract.ts";
import { drawNormal } from "#predict/numerics/draws.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { clusterModel, type FittedClusters, loadClusters } from "./cluster-model.ts";

/** Seeds of the texts of fits, as Node makes them. */
const SAME_EVERYWHERE: readonly number[] = [-1_122_198_862];

const CENTRES = [
  [0, 0],
  [10, 0],
  [0, 30],
] as const;

/** Rows around three centres, five, three and two parts of them. */
function simulateGroups(rows: number, random: Random): Matrix {
  const groups = Array.from({ length: rows }, () => [0, 0, 0, 0, 0, 1, 1, 1, 2, 2][randomInt(random, 10)] ?? 0);
  return matrixOf([
    numberColumn(
      "visits",
      groups.map((group) => (CENTRES[group]?.[0] ?? 0) + drawNormal(random)),
    ),
    numberColumn(
      "spend",
      groups.map((group) => (CENTRES[group]?.[1] ?? 0) + 3 * drawNormal(random)),
    ),
  ]);
}

const changed = (rows: Matrix, value: number): Matrix =>
  matrixOf(
    rows.columns.map((column) =>
      column.kind === "number" && column.name === "spend"
        ? { ...column, values: column.values.with(3, value) }
        : column,
    ),
  );

const share = (fitted: FittedClusters, place: number) => (fitted.clusters[place]?.size ?? 0) / 6_000;

function clusterCase(): ModelCase<FittedClusters> {
  const rows = simulateGroups(300, seededRandom(3));
  return {
    model: clusterModel({ kpis: ["visits", "spend"], most: 5, starts: 5, resamples: 8 }),
    load: loadClusters,
    rows,
    scores: (fitted, each) => fitted.score(each),
    probabilities: [],
    extremes: matrixOf([numberColumn("visits", [-1e300, 1e300, 0]), numberColumn("spend", [1e300, 0, 1e-300])]),
    refused: [
      { what: "a missing value", rows: changed(rows, Number.NaN), says: /column spend: row 3: is missing/ },
      {
        what: "an infinite value",
        rows: changed(rows, Infinity),
        says: /column spend: row 3: is missing or no finite/,
      },
      { what: "a missing column", rows: matrixOf(rows.columns.slice(0, 1)), says: /column spend: is missing/ },
      {
        what: "rows that are all alike",
        rows: matrixOf(["visits", "spend"].map((name) => numberColumn(name, new Float64Array(9)))),
        says: /fewer than 5 different rows/,
      },
    ],
    recovery: {
      rows: () => simulateGroups(6_000, seededRandom(8)),
      wanted: [
        { what: "the number of groups", found: (fitted) => fitted.clusters.length, truth: 3, within: 0.01 },
        { what: "the share of the largest", found: (fitted) => share(fitted, 0), truth: 0.5, within: 0.05 },
        { what: "that of the smallest", found: (fitted) => share(fitted, 2), truth: 0.2, within: 0.08 },
      ],
    },
  };
}

/** What clusters promise on every runtime. */
export function clustersContract(runtime: string): void {
  modelContract(runtime, clusterCase);

  describe(`clusters in ${runtime}`, () => {
    it("are named by what sets them apart, and each row says where it lies", () => {
      const rows = simulateGroups(2_000, seededRandom(4));
      const fitted = clusterModel({ kpis: ["visits", "spend"], k: 3 }).fit(rows, { random: seededRandom(1) });
      expect(fitted.clusters.map(({ name }) => name)).toEqual([
        "low visits, low spend",
        "high visits, low spend",
        "very high spend, low visits",
      ]);
      expect(fitted.stabilities[0]?.stability).toBeGreaterThan(0.95);
      const asked = matrixOf([numberColumn("visits", [10]), numberColumn("spend", [0])]);
      expect(fitted.score(asked).cluster[0]).toBe(1);
      expect(fitted.explain(asked, 0)[0]?.kpi).toBe("visits");
    });

    it("of more rows than the starts work on are the same whatever order the rows come in", () => {
      const rows = simulateGroups(60_000, seededRandom(4));
      const turned = matrixOf(
        rows.columns.map((column) =>
          numberColumn(column.name, column.kind === "number" ? column.values.toReversed() : []),
        ),
      );
      const model = clusterModel({ kpis: ["visits", "spend"], k: 4, starts: 2, resamples: 0 });
      const texts = [rows, turned].map((each) => JSON.stringify(model.fit(each, { random: seededRandom(1) })));
      expect(texts[0]).toBe(texts[1]);
    });
  });

  it(`fit in ${runtime} the same world to the same last digit as everywhere`, () => {
    const { model, rows } = clusterCase();
    const texts = [JSON.stringify(model.fit(rows, { random: seededRandom(1) }))];
    expect(texts.map((text) => seedOf(text))).toEqual(SAME_EVERYWHERE);
  });
}
