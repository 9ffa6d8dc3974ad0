import { loadBoostedTrees } from "#predict/learners/boosted-trees/fitted-trees.ts";
import type { Contribution, FittedLearner } from "#predict/learners/learner.ts";
import { loadLinearRegression, loadLogisticRegression } from "#predict/learners/linear/linear-model.ts";
import { type Fitted, openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";
import { type As, CONTACT, plainName, withContact } from "./as-contacted.ts";

/** One learner of an uplift model, with what its score counts and as what it looks at rows. */
export type UpliftPart = {
  readonly learner: FittedLearner;
  readonly weight: number;
  readonly as: As;
  /** Where the learner takes interactions with the contact: the means that they turn around. */
  readonly means?: Readonly<Record<string, number>>;
};

export type FittedUplift = Fitted & {
  /** How much a contact raises the chance of an answer, or the amount; of a plain response model, that itself. */
  score(rows: Matrix): Float64Array;
  /** What each column adds, strongest first: only sign and order count, since parts differ in scale. */
  explain(rows: Matrix, row: number): readonly Contribution[];
};

const VERSION = 1;

export function fittedUplift(name: string, parts: readonly UpliftPart[]): FittedUplift {
  return Object.freeze({
    name,
    score: (rows: Matrix) => {
      const scores = new Float64Array(rows.rows);
      for (const part of parts) {
        part.learner.score(seenBy(part, rows)).forEach((value, row) => {
          scores[row] = (scores[row] ?? 0) + part.weight * value;
        });
      }
      return scores;
    },
    explain: (rows: Matrix, row: number) => {
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(name, "there is no such row", { row });
      return explain(parts, takeRows(rows, [row]));
    },
    toJSON: () => ({
      name,
      version: VERSION,
      parts: parts.map((part) => ({ ...part, learner: part.learner.toJSON() })),
    }),
  });
}

function seenBy({ as, means }: UpliftPart, rows: Matrix): Matrix {
  return as === "is" ? rows : withContact(rows, new Float64Array(rows.rows).fill(as === "contacted" ? 1 : 0), means);
}

function explain(parts: readonly UpliftPart[], one: Matrix): readonly Contribution[] {
  const values = new Map<string, Contribution["value"]>();
  const sums = new Map<string, number>();
  for (const part of parts) {
    for (const { column, value, contribution } of part.learner.explain(seenBy(part, one), 0).contributions) {
      const name = plainName(column);
      if (name === CONTACT) continue;
      if (name === column) values.set(name, value);
      sums.set(name, (sums.get(name) ?? 0) + part.weight * contribution);
    }
  }
  return [...sums]
    .map(([column, contribution]) => ({ column, value: values.get(column), contribution }))
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (a.column < b.column ? -1 : 1));
}

const loaders: Readonly<Record<string, (json: unknown) => FittedLearner>> = {
  "logistic-regression": loadLogisticRegression,
  "linear-regression": loadLinearRegression,
  "boosted-trees": loadBoostedTrees,
};

/** The model of a document; RefusedModel for another kind, a newer version or damage. */
export function openUplift(json: unknown, name: string): FittedUplift {
  const parts = openFitted(json, { name, version: VERSION })["parts"];
  if (!Array.isArray(parts) || parts.length === 0) throw new RefusedModel(`${name}: the model is damaged.`);
  const stored = parts as ReadonlyArray<Partial<Omit<UpliftPart, "learner"> & { learner: { name?: unknown } }>>;
  return fittedUplift(
    name,
    stored.map(({ learner, weight, as, means }) => {
      const load = loaders[typeof learner?.name === "string" ? learner.name : ""];
      if (load === undefined || typeof weight !== "number" || as === undefined) {
        throw new RefusedModel(`${name}: the model is damaged.`);
      }
      return { learner: load(learner), weight, as, ...(means === undefined ? {} : { means }) };
    }),
  );
}
