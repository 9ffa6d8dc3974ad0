import { seededRandom } from "#kernel/random.ts";
import { type ColumnProfile, driftOf } from "#predict/evaluate/drift.ts";
import { qini } from "#predict/evaluate/qini.ts";
import { qiniDraws } from "#predict/evaluate/qini-draws.ts";
import { RefusedRows } from "#predict/models/model.ts";
import { takeRows } from "#predict/numerics/matrix.ts";
import { quantiles } from "#predict/numerics/quantile.ts";
import type { KnownInput, Reading } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { Answer } from "./answer-of.ts";
import type { FittedTask, ScoreTable, TaskSettings } from "#predict/tasks/task.ts";
import type { FittedUplift } from "#predict/uplift/fitted-uplift.ts";
import type { UpliftName } from "#predict/uplift/uplift-model.ts";
import type { UpliftChoice } from "./choose-uplift.ts";
import { kind } from "./kind.ts";
import type { Arms } from "./treatment-of.ts";
import { bestRows, effectOf, type TrialTable, trialOf } from "./trial-of.ts";

export type ResponseEstimate = {
  readonly columns: TaskSettings["columns"];
  readonly inputs: readonly KnownInput[];
  readonly event: Answer;
  readonly arms: Arms;
  readonly learner: UpliftName;
  readonly fitted: FittedUplift;
  readonly qini: UpliftChoice["qini"];
  readonly line: UpliftChoice["line"];
  readonly profiles: readonly ColumnProfile[];
  readonly card: ModelCard;
};

/** Extra answers per contact of each row; refused where the evidence does not bear an order. */
export function fittedResponse(estimate: ResponseEstimate): FittedTask {
  const { fitted, card, line, inputs, profiles } = estimate;
  const upliftsOf = (table: Pick<Table, "inputs">) =>
    fitted.score(table.inputs).map((score) => line.intercept + line.slope * score);
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: true,
    reading: (named: TaskSettings["columns"], isJudged: boolean) => readingOf(estimate, named, isJudged),
    score: (table: Table): ScoreTable => {
      refuseOrder(estimate);
      return {
        id: table.id ?? Array.from(table.lines, (line_) => String(line_)),
        columns: [{ name: "score", values: upliftsOf(table) }],
      };
    },
    reasons: (table: Table) => {
      refuseOrder(estimate);
      return Array.from({ length: table.rows }, (_, row) => reasonsOf(estimate, table, row));
    },
    evaluate: (table: Table, { seed }: { readonly seed: number }) => {
      const trial = trialOf(kind.name, table, estimate);
      return {
        task: kind.name,
        model: card.model,
        canRank: refusalOf(estimate) === undefined,
        ...evaluateUplift(upliftsOf(trial), trial, seed),
        drift: driftOf(profiles, trial.inputs).toSorted((a, b) => b.psi - a.psi),
      };
    },
    toJSON: () => ({ ...estimate, ...kind, inputs, fitted: fitted.toJSON() }),
  });
}

/** Why no order is given, in words; undefined where one is. */
export function refusalOf({
  qini: { estimate, low, high },
  line,
  learner,
}: Pick<ResponseEstimate, "qini" | "line" | "learner">) {
  const figures = `held-out Qini ${estimate.toFixed(4)}, 95 % interval ${low.toFixed(4)} to ${high.toFixed(4)}`;
  if (!(low > 0)) {
    return `refuses to rank: the best learner, ${learner}, can't be told from chance (${figures} reaches 0); contact all or a sample`;
  }
  return line.slope > 0
    ? undefined
    : `refuses to rank: extra answers do not grow with the score of ${learner} (${figures})`;
}

function refuseOrder(estimate: ResponseEstimate): void {
  const refusal = refusalOf(estimate);
  if (refusal !== undefined) throw new RefusedRows(kind.name, refusal);
}

function readingOf(
  { columns, event, arms, inputs }: ResponseEstimate,
  named: TaskSettings["columns"],
  isJudged: boolean,
): Reading {
  const id = named.id ?? columns.id;
  const judged = { target: named.target ?? event.column, treatment: named.treatment ?? arms.column };
  return {
    roles: { ...(id === undefined ? {} : { id }), ...(isJudged ? judged : {}) },
    categories: [],
    excluded: [],
    known: inputs,
  };
}

const MOST_REASONS = 3;

/** Such as "history 329: moved more than others". */
function reasonsOf({ fitted, line }: ResponseEstimate, { inputs }: Table, row: number): readonly string[] {
  return fitted
    .explain(takeRows(inputs, [row]), 0)
    .filter(({ contribution }) => contribution !== 0)
    .slice(0, MOST_REASONS)
    .map(({ column, value, contribution }) => {
      const shown = value === undefined ? "missing" : typeof value === "number" ? Number(value.toPrecision(6)) : value;
      return `${column} ${shown}: moved ${contribution * line.slope > 0 ? "more" : "less"} than others`;
    });
}

const SHARES = [0.1, 0.2, 0.3, 0.5, 1] as const;
const SAMPLES = 400;

/** How good an order by uplift was: Qini with its interval, and the effect among the best. */
function evaluateUplift(uplifts: Float64Array, trial: TrialTable, seed: number) {
  const [draws = new Float64Array(0)] = qiniDraws([uplifts], trial, { random: seededRandom(seed), samples: SAMPLES });
  const [low, high] = quantiles(
    draws.filter((value) => !Number.isNaN(value)),
    [0.025, 0.975],
  );
  return {
    rows: trial.y.length,
    contacted: trial.treated.reduce((sum, each) => sum + each, 0),
    effect: effectOf(trial),
    qini: qini(uplifts, trial),
    qiniInterval: { low, high },
    best: SHARES.map((share) => {
      const rows = bestRows(uplifts, share);
      const expected = rows.reduce((sum, row) => sum + (uplifts[row] ?? 0), 0) / rows.length;
      return { share, rows: rows.length, expected, ...effectOf(trial, rows) };
    }),
  };
}
