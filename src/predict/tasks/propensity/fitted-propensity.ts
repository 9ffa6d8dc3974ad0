import { seededRandom } from "#kernel/random.ts";
import { auc } from "#predict/evaluate/auc.ts";
import { bootstrapDifference } from "#predict/evaluate/bootstrap.ts";
import { type ColumnProfile, driftOf } from "#predict/evaluate/drift.ts";
import { evaluateChances } from "#predict/evaluate/evaluate-chances.ts";
import { calibrate, type Calibrator } from "#predict/learners/calibration/calibrator.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { RefusedRows } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import type { KnownInput, Reading } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FittedTask, JudgeAsked, ScoreTable, TaskSettings } from "#predict/tasks/task.ts";
import { blendChances } from "#predict/tasks/candidates/blend.ts";
import { type Event, outcomesOf } from "./event-of.ts";
import { reasonsFor } from "#predict/tasks/candidates/reasons.ts";

export const kind = { name: "propensity", version: 1 } as const;

export type PropensityEstimate = {
  readonly event: Event;
  /** Names of the columns with a role, as they were at the fit. */
  readonly columns: TaskSettings["columns"];
  readonly inputs: readonly KnownInput[];
  readonly parts: ReadonlyArray<{ readonly learner: FittedLearner; readonly weight: number }>;
  readonly calibrator: Calibrator;
  /** How the inputs were spread, to see later whether the population is still the same. */
  readonly profiles: readonly ColumnProfile[];
  readonly card: ModelCard;
};

/** P(event) of each row, calibrated. */
export function fittedPropensity(estimate: PropensityEstimate): FittedTask {
  const { event, inputs, parts, calibrator, profiles, card } = estimate;
  const chancesOf = (rows: Matrix) => calibrate(calibrator, rawScores(parts, rows));
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: true,
    reading: (columns: TaskSettings["columns"], isJudged: boolean): Reading => ({
      roles: {
        ...idOf(columns.id ?? estimate.columns.id),
        ...(isJudged ? { target: columns.target ?? event.column } : {}),
      },
      categories: [],
      excluded: [],
      known: inputs,
    }),
    score: (table: Table): ScoreTable => ({
      id: table.id ?? Array.from(table.lines, (line) => String(line)),
      columns: [{ name: "score", values: chancesOf(table.inputs) }],
    }),
    reasons: (table: Table) =>
      Array.from({ length: table.rows }, (_, row) => reasonsFor(parts, { rows: table.inputs, row })),
    evaluate: (table: Table, { seed, worth }: Pick<JudgeAsked, "seed" | "worth">) => {
      if (table.target === undefined) throw new RefusedRows(kind.name, "is missing", { column: event.column });
      const y = outcomesOf(kind.name, table.target, event);
      const chances = chancesOf(table.inputs);
      const baseline = new Float64Array(y.length).fill(card.madeOf.rate);
      const interval = bootstrapDifference(
        auc,
        { ours: chances, theirs: baseline, y },
        { random: seededRandom(seed), samples: 200 },
      );
      return {
        task: kind.name,
        model: card.model,
        ...evaluateChances(chances, y, worth),
        aucInterval: { low: 0.5 + interval.low, high: 0.5 + interval.high },
        drift: driftOf(profiles, table.inputs).toSorted((a, b) => b.psi - a.psi),
      };
    },
    toJSON: () => ({
      ...kind,
      event,
      columns: estimate.columns,
      inputs,
      parts: parts.map(({ learner, weight }) => ({ weight, learner: learner.toJSON() })),
      calibrator,
      profiles,
      card,
    }),
  });
}

function rawScores(parts: PropensityEstimate["parts"], rows: Matrix): Float64Array {
  const scores = parts.map(({ learner }) => learner.score(rows));
  const [only] = scores;
  if (only !== undefined && scores.length === 1) return only;
  return blendChances(
    scores,
    parts.map(({ weight }) => weight),
  );
}

function idOf(id: string | undefined): { readonly id?: string } {
  return id === undefined ? {} : { id };
}
