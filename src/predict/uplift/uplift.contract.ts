import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { qini } from "#predict/evaluate/qini.ts";
import { type ModelCase, modelContract } from "#predict/models/model.contract.ts";
import { categoryColumn, type Matrix, matrixOf, numberColumn, numbersOf } from "#predict/numerics/matrix.ts";
import type { FittedUplift } from "./fitted-uplift.ts";
import { simulateTrial, type TrialWorld } from "./simulate-trial.ts";
import { loadUplift, upliftModel, type UpliftName, upliftNames } from "./uplift-model.ts";

const ROLES = { treatment: "contacted", target: "answered" } as const;
const WORLD: TrialWorld = { rows: 600, share: 0.4, open: 1.5, others: 0 };

const changed = (rows: Matrix, name: string, value: number): Matrix =>
  matrixOf(
    rows.columns.map((column) =>
      column.kind === "number" && column.name === name ? { ...column, values: column.values.with(3, value) } : column,
    ),
  );

const constant = (rows: Matrix, name: string, value: number): Matrix =>
  matrixOf(
    rows.columns.map((column) =>
      column.name === name ? numberColumn(name, new Float64Array(rows.rows).fill(value)) : column,
    ),
  );

/** Mean score of those who are open, at x = 0. */
const ofOpen = (fitted: FittedUplift) =>
  fitted.score(matrixOf([numberColumn("x", [0]), categoryColumn("mood", ["open"])]))[0] ?? 0;

/** logistic(−0.1) − logistic(−1.6), and logistic(−0.1). */
const TRUTH = { uplift: 0.307, chance: 0.475 };

function upliftCase(name: UpliftName): ModelCase<FittedUplift> {
  const rows = simulateTrial(WORLD, seededRandom(3));
  const isResponse = name.startsWith("response");
  return {
    model: upliftModel(name, ROLES),
    load: (json) => loadUplift(name, json),
    rows,
    scores: (fitted, each) => ({ uplift: fitted.score(each) }),
    probabilities: isResponse ? ["uplift"] : [],
    extremes: matrixOf([
      numberColumn("x", [Number.NaN, 1e300, -1e300, 0]),
      categoryColumn("mood", [undefined, "never seen", "open", "set"]),
    ]),
    refused: [
      { what: "half a contact", rows: changed(rows, "contacted", 0.5), says: /column contacted: row 3: is neither/ },
      {
        what: "a missing answer",
        rows: changed(rows, "answered", Number.NaN),
        says: /column answered: row 3: is neither/,
      },
      { what: "a trial without a hold-out", rows: constant(rows, "contacted", 1), says: /nobody was left alone/ },
      { what: "a trial without an answer", rows: constant(rows, "answered", 0), says: /column answered: all who were/ },
      { what: "no treatment", rows: matrixOf(rows.columns.toSpliced(2, 1)), says: /column contacted: is missing/ },
      { what: "no inputs", rows: matrixOf(rows.columns.slice(2)), says: /no column to learn from/ },
    ],
    recovery: {
      rows: () => simulateTrial({ ...WORLD, rows: 12_000 }, seededRandom(8)),
      wanted: [
        {
          what: isResponse ? "the chance of those who are open" : "the uplift of those who are open",
          found: ofOpen,
          truth: isResponse ? TRUTH.chance : TRUTH.uplift,
          // A difference that is linear in x is none of chances, and few trees with all rows in them hold back.
          within: name === "S by trees" ? 0.3 : 0.2,
        },
      ],
    },
  };
}

/** What uplift models promise on every runtime. */
export function upliftContract(runtime: string): void {
  for (const name of upliftNames) modelContract(runtime, () => upliftCase(name));

  describe(`whom a contact moves, in ${runtime}`, () => {
    const learn = simulateTrial({ ...WORLD, rows: 6_000 }, seededRandom(4));
    const later = simulateTrial({ ...WORLD, rows: 6_000 }, seededRandom(5));
    const trial = {
      y: numbersOf(later, "answered") ?? new Float64Array(0),
      treated: numbersOf(later, "contacted") ?? new Float64Array(0),
    };

    it("is another order than who answers", () => {
      const figures = upliftNames.map((name) =>
        qini(
          upliftModel(name, ROLES)
            .fit(learn, { random: seededRandom(1) })
            .score(later),
          trial,
        ),
      );
      const best = Math.max(...figures);
      upliftNames.forEach((name, index) => {
        const isNear = (figures[index] ?? 0) > 0.7 * best;
        expect([name, isNear]).toEqual([name, !name.startsWith("response")]);
      });
    });

    it("has its reason in the column that says who is open", () => {
      for (const name of ["S by regression", "T by trees", "DR by regression"] as const) {
        const [first] = upliftModel(name, ROLES)
          .fit(learn, { random: seededRandom(1) })
          .explain(later, 0);
        expect([name, first?.column]).toEqual([name, "mood"]);
      }
    });
  });
}
