import { seededRandom } from "#kernel/random.ts";
import { openCalibrator } from "#predict/learners/calibration/calibrator.ts";
import { type ChosenCalibrator, chooseCalibrator } from "#predict/learners/calibration/choose-calibrator.ts";
import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { openFitted, RefusedModel } from "#predict/models/model.ts";
import { type Choice, chooseCandidate } from "#predict/tasks/candidates/choose-candidate.ts";
import { importanceOf } from "#predict/tasks/candidates/importance.ts";
import { loadPart, steadyTrees } from "#predict/tasks/candidates/parts.ts";
import type { WeightedLearner } from "#predict/tasks/candidates/reasons.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FitDeps, FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import type { Table } from "#predict/tables/table.ts";
import { askedSpan } from "./asked-span.ts";
import { type ChanceEstimate, fittedChance } from "./fitted-chance.ts";
import { historiesOf } from "./histories.ts";
import { type Lookback, lookBack } from "./origins.ts";
import { chanceColumns, loadPurchaseModels } from "./purchase-models.ts";
import type { Question } from "./questions.ts";

const VERSION = 1;

/**
 * Will an account buy within the horizon? Buy-till-you-die models, regression and boosted trees on what is known of each
 * account, which includes those models' forecasts, and a blend: judged on later days, the simplest within one standard error
 * of the best is kept and calibrated.
 */
export function chanceTask(question: Question): Task {
  return {
    name: question.name,
    summary: question.summary,
    needs: ["id", "time"],
    fit: (table, settings, deps) => fit(question, { table, settings, deps }),
    load: (json) => load(question, json),
  };
}

function load(question: Question, json: unknown): FittedTask {
  const document = openFitted(json, { name: question.name, version: VERSION });
  const { columns, inputs, horizon, quietDays, parts, calibrator, models, card } = document as Partial<
    Record<keyof ChanceEstimate, unknown>
  >;
  const areThere = [columns, card].every((part) => typeof part === "object" && part !== null);
  if (
    typeof horizon !== "number" ||
    typeof quietDays !== "number" ||
    !Array.isArray(parts) ||
    !Array.isArray(inputs) ||
    !areThere
  ) {
    throw new RefusedModel(`${question.name}: the document is damaged.`);
  }
  const stored = document as unknown as ChanceEstimate;
  return fittedChance(question, {
    columns: stored.columns,
    inputs: stored.inputs,
    ...(stored.until === undefined ? {} : { until: stored.until }),
    horizon,
    quietDays,
    parts: stored.parts.map(({ weight, learner }) => ({ weight, learner: loadPart(learner) })),
    calibrator: openCalibrator(calibrator),
    models: loadPurchaseModels(models),
    card: stored.card,
  });
}

type Asked = { readonly table: Table; readonly settings: TaskSettings; readonly deps: FitDeps };

function fit(question: Question, { table, settings, deps }: Asked): FittedTask {
  const histories = historiesOf(question.name, table);
  const { until, horizon } = askedSpan(question.name, histories, settings);
  const quietDays = settings.quietDays ?? horizon;
  const isMeant = question.isMeant(quietDays);
  const back = lookBack(histories, { task: question.name, until, horizon, seed: settings.seed, isMeant });
  deps.onStep(`Evidence: ${back.words}.`);
  const rows = rowsOf(back);
  const ground = { rows, folds: back.folds, seed: settings.seed, loss: "logistic", trees: steadyTrees } as const;
  const choice = chooseCandidate(ground, deps.onStep, Object.values(chanceColumns));
  deps.onStep(choice.words);
  const { parts: chosen, weights, judged } = choice.chosen;
  const calibration = chooseCalibrator(judged.scores, judged.y, seededRandom(settings.seed));
  const parts = chosen
    .map((part, index) => ({ part, weight: weights[index] ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .map(({ part, weight }) => ({ learner: part.fitAll(rows), weight }));
  const target = `${question.target(quietDays)}: any purchase within ${horizon} days`;
  return fittedChance(question, {
    columns: settings.columns,
    inputs: table.inputs.columns.map(({ name, kind }) => ({ name, kind })),
    ...(settings.until === undefined ? {} : { until }),
    horizon,
    quietDays,
    parts,
    calibrator: calibration.calibrator,
    models: back.models,
    card: cardOf(
      { name: question.name, target, horizon, seed: settings.seed },
      { back, rows, choice, calibration, parts },
    ),
  });
}

/** Whether anything was bought, as rows to learn from. */
function rowsOf({ inputs, purchases }: Lookback): TrainingRows {
  return {
    inputs,
    y: purchases.map((count) => (count > 0 ? 1 : 0)),
    weights: new Float64Array(purchases.length).fill(1),
    order: Int32Array.from(purchases, (_, row) => row),
  };
}

type Named = { readonly name: string; readonly target: string; readonly horizon: number; readonly seed: number };

type Made = {
  readonly back: Lookback;
  readonly rows: TrainingRows;
  readonly choice: Choice;
  readonly calibration: ChosenCalibrator;
  readonly parts: readonly WeightedLearner[];
};

function cardOf({ name, target, horizon, seed }: Named, { back, rows, choice, calibration, parts }: Made): ModelCard {
  const events = rows.y.reduce((sum, value) => sum + value, 0);
  return {
    task: name,
    model: choice.chosen.name,
    version: VERSION,
    target,
    inputs: rows.inputs.columns.map((column) => column.name),
    madeOf: { rows: rows.y.length, events, rate: events / rows.y.length },
    evidenceBy: back.words,
    evidence: choice.evidence,
    choice: choice.words,
    calibration: { method: calibration.calibrator.method, evidence: [...calibration.evidence] },
    importance: importanceOf(parts, rows.inputs),
    expiresAfterDays: Math.max(1, Math.round(horizon / 4)),
    seed,
    caution: [
      "A chance holds for the horizon that it was learnt for, and for times like those that it was learnt from.",
      "It says who buys, not whom a contact would move: that takes a trial with a hold-out.",
    ],
  };
}
