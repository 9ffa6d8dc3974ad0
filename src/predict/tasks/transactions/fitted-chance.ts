import { evaluateChances } from "#predict/evaluate/evaluate-chances.ts";
import { calibrate, type Calibrator } from "#predict/learners/calibration/calibrator.ts";
import { takeRows } from "#predict/numerics/matrix.ts";
import { blendChances } from "#predict/tasks/candidates/blend.ts";
import type { WeightedLearner } from "#predict/tasks/candidates/reasons.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FittedTask, JudgeAsked, ScoreAsked, TaskSettings } from "#predict/tasks/task.ts";
import type { KnownInput } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import { type Features, featuresAt, type View } from "./features-at.ts";
import { futureOf, type Histories, historiesOf } from "./histories.ts";
import { type PurchaseModels, purchaseModelsJson } from "./purchase-models.ts";
import type { Question } from "./questions.ts";
import { reasonsOf } from "./reasons-of.ts";
import { noteOf, readingOf, viewOf } from "./view-of.ts";

export type ChanceEstimate = {
  readonly columns: TaskSettings["columns"];
  /** What else the records say, beside whose, when and how much. */
  readonly inputs: readonly KnownInput[];
  /** The day that the fit was told to look no further than. */
  readonly until?: number;
  readonly horizon: number;
  readonly quietDays: number;
  readonly parts: readonly WeightedLearner[];
  readonly calibrator: Calibrator;
  readonly models: PurchaseModels;
  readonly card: ModelCard;
};

type Scored = {
  readonly features: Features;
  readonly histories: Histories;
  readonly view: View;
  readonly chances: Float64Array;
};

/** P(any purchase within the horizon) of each account that the question is about, calibrated. */
export function fittedChance(question: Question, estimate: ChanceEstimate): FittedTask {
  const { parts, calibrator, card } = estimate;
  const scored = (table: Table, asked: ScoreAsked, isJudged: boolean): Scored => {
    const histories = historiesOf(question.name, table);
    const view = viewOf({ task: question.name, ...estimate }, histories, { asked, isJudged });
    const features = meantBy(question, estimate, featuresAt(histories, view, estimate.models));
    return { features, histories, view, chances: chancesOf(estimate, features) };
  };
  return Object.freeze({
    task: question.name,
    card,
    isByRow: false,
    reading: (named: TaskSettings["columns"]) => readingOf(estimate, named),
    score: (table: Table, asked: ScoreAsked) => {
      const { features, histories, view, chances } = scored(table, asked, false);
      return {
        id: Array.from(features.past.accounts, (account) => histories.ids[account] ?? ""),
        columns: [{ name: "score", values: chances }],
        note: noteOf(view),
      };
    },
    reasons: (table: Table, asked: ScoreAsked) => {
      const { features, histories, view } = scored(table, asked, false);
      return reasonsOf(estimate, { features, histories, view });
    },
    evaluate: (table: Table, asked: JudgeAsked) => {
      const { features, histories, view, chances } = scored(table, asked, true);
      const { purchases } = futureOf(histories, features.past, view);
      const y = purchases.map((count) => (count > 0 ? 1 : 0));
      return {
        task: question.name,
        model: card.model,
        untilDay: view.until,
        horizon: view.horizon,
        ...evaluateChances(chances, y, asked.worth),
      };
    },
    toJSON: () => ({
      ...estimate,
      name: question.name,
      version: card.version,
      parts: parts.map(({ learner, weight }) => ({ weight, learner: learner.toJSON() })),
      calibrator,
      models: purchaseModelsJson(estimate.models),
    }),
  });
}

function meantBy(question: Question, { quietDays }: ChanceEstimate, features: Features): Features {
  const isMeant = question.isMeant(quietDays);
  const rows = Int32Array.from(features.counts.keys()).filter((row) => isMeant(features, row));
  return pickFeatures(features, rows);
}

function pickFeatures({ past, counts, silence, inputs }: Features, rows: Int32Array): Features {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  return {
    past: {
      accounts: Int32Array.from(rows, (row) => past.accounts[row] ?? 0),
      counts: Int32Array.from(rows, (row) => past.counts[row] ?? 0),
    },
    counts: pick(counts),
    silence: pick(silence),
    inputs: takeRows(inputs, rows),
  };
}

function chancesOf({ parts, calibrator }: ChanceEstimate, { inputs }: Features): Float64Array {
  const scores = parts.map(({ learner }) => learner.score(inputs));
  const [only] = scores;
  const isAlone = only !== undefined && scores.length === 1;
  return calibrate(
    calibrator,
    isAlone
      ? only
      : blendChances(
          scores,
          parts.map(({ weight }) => weight),
        ),
  );
}
