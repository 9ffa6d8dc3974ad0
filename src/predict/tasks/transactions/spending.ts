import { joinArrays } from "#predict/numerics/join-arrays.ts";
import type { TrainingRows } from "#predict/learners/training-rows.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { importanceOf } from "#predict/tasks/candidates/importance.ts";
import { loadPart, plainTrees } from "#predict/tasks/candidates/parts.ts";
import type { WeightedLearner } from "#predict/tasks/candidates/reasons.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { Table } from "#predict/tables/table.ts";
import type { FitDeps, FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import { type AmountChoice, chooseAmounts } from "./amounts/choose-amounts.ts";
import { amountsOf, forecastIn } from "./amounts/amounts-of.ts";
import { askedSpan } from "./asked-span.ts";
import { type Drift, driftAt, driftOf } from "./amounts/drift-of.ts";
import { featuresAt, SPEND_COLUMN } from "./features-at.ts";
import { fittedSpending, kind, type SpendingEstimate } from "./fitted-spending.ts";
import { historiesOf } from "./histories.ts";
import { type Lookback, lookBack } from "./origins.ts";
import { loadPurchaseModels } from "./purchase-models.ts";
import { spreadOf } from "./amounts/spread.ts";
import { type Expected, typicalOf } from "./amounts/typical.ts";

/**
 * How much will an account spend within the horizon? Pareto/NBD with gamma-gamma, Tweedie regression and boosted trees on what
 * is known of each account, judged on later days; the mean is held to the right total, and quantiles and the typical amount come
 * from what accounts with like expectations went on to spend. On later days than it learnt from, totals are drawn to those of
 * Pareto/NBD with gamma-gamma.
 */
export const spending: Task = {
  name: kind.name,
  summary: "Expected spend of each account, with quantiles.",
  needs: ["id", "time", "amount"],
  fit: (table, settings, deps) => fit({ table, settings, deps }),
  load: (json) => {
    const document = openFitted(json, kind) as Partial<Record<keyof SpendingEstimate, unknown>>;
    const { columns, inputs, horizon, parts, level, spread, typical, drift, models, card } = document;
    const areThere = [columns, spread, typical, drift, card].every((part) => typeof part === "object" && part !== null);
    if (
      typeof horizon !== "number" ||
      typeof level !== "number" ||
      !Array.isArray(parts) ||
      !Array.isArray(inputs) ||
      !areThere
    ) {
      throw new RefusedModel(`${kind.name}: the document is damaged.`);
    }
    const stored = document as unknown as SpendingEstimate;
    return fittedSpending({
      columns: stored.columns,
      inputs: stored.inputs,
      ...(stored.until === undefined ? {} : { until: stored.until }),
      horizon,
      parts: stored.parts.map(({ weight, learner }) => ({ weight, learner: loadPart(learner) })),
      level,
      spread: stored.spread,
      typical: stored.typical,
      drift: stored.drift,
      models: loadPurchaseModels(models),
      card: stored.card,
    });
  },
};

function fit({ table, settings, deps }: { table: Table; settings: TaskSettings; deps: FitDeps }): FittedTask {
  if (table.amount === undefined) throw new RefusedRows(kind.name, "a column of amounts must be named (--amount)");
  const histories = historiesOf(kind.name, table);
  const { until, horizon } = askedSpan(kind.name, histories, settings);
  const back = lookBack(histories, { task: kind.name, until, horizon, seed: settings.seed, isMeant: () => true });
  deps.onStep(`Evidence: ${back.words}.`);
  const rows = rowsOf(back);
  if (!rows.y.some((spent) => spent > 0)) {
    throw new RefusedRows(kind.name, "nobody spent anything in the time that is learnt from", { column: "amount" });
  }
  const forecasts = back.models.spend === undefined ? [] : [SPEND_COLUMN];
  const choice = chooseAmounts(
    { rows, folds: back.folds, seed: settings.seed, loss: "tweedie", trees: plainTrees },
    deps.onStep,
    forecasts,
  );
  deps.onStep(choice.words);
  const parts = choice.parts
    .filter(({ weight }) => weight > 0)
    .map(({ part, weight }) => ({ learner: part.fitAll(rows), weight }));
  const learnt = { parts, level: choice.level, typical: typicalOf(foretold(back, choice), choice.actual) };
  const amounts = amountsOf(learnt, featuresAt(histories, { until, horizon }, back.models).inputs);
  const drift = driftOf(histories, { until, horizon }, { amounts, from: back.origins.at(-1) ?? until - horizon });
  return fittedSpending({
    columns: settings.columns,
    inputs: table.inputs.columns.map(({ name, kind: is }) => ({ name, kind: is })),
    ...(settings.until === undefined ? {} : { until }),
    horizon,
    ...learnt,
    spread: spreadOf(choice.expected, choice.actual),
    drift,
    models: back.models,
    card: cardOf({ horizon, seed: settings.seed }, { back, rows, choice, drift, parts }),
  });
}

/** What the choice, and what the purchase models, expected of the test rows. */
function foretold({ inputs, folds }: Lookback, { expected }: AmountChoice): Expected {
  const forecast = forecastIn(inputs);
  if (forecast === undefined) return { own: expected };
  const tested = folds.map(({ test }) => Float64Array.from(test, (row) => forecast[row] ?? 0));
  return { own: expected, forecast: joinArrays(tested) };
}

function rowsOf({ inputs, spend }: Lookback): TrainingRows {
  const weights = new Float64Array(spend.length).fill(1);
  return { inputs, y: spend, weights, order: Int32Array.from(spend.keys()) };
}

type Made = {
  readonly back: Lookback;
  readonly rows: TrainingRows;
  readonly choice: AmountChoice;
  readonly drift: Drift;
  readonly parts: readonly WeightedLearner[];
};

function cardOf(
  { horizon, seed }: { horizon: number; seed: number },
  { back, rows, choice, drift, parts }: Made,
): ModelCard {
  const events = rows.y.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
  return {
    task: kind.name,
    model: choice.name,
    version: kind.version,
    target: `all accounts: money spent within ${horizon} days`,
    inputs: rows.inputs.columns.map((column) => column.name),
    madeOf: { rows: rows.y.length, events, rate: events / rows.y.length },
    evidenceBy: back.words,
    evidence: choice.evidence,
    choice: choice.words,
    calibration: {
      method: "level",
      evidence: [
        { method: "level", factor: choice.level },
        { method: "drift", factor: driftAt(drift, "expected", drift.to) },
      ],
    },
    importance: importanceOf(parts, rows.inputs),
    expiresAfterDays: Math.max(1, Math.round(horizon / 4)),
    seed,
    caution: [
      "An expected amount is a mean: most accounts spend nothing, and a few spend much more.",
      "A typical amount errs least in money and has the right total, but says too little of accounts that spend little.",
      "It holds for the horizon that it was learnt for, and for times like those that it was learnt from.",
      "The total of a later day is mostly that of Pareto/NBD with gamma-gamma, which know no season.",
    ],
  };
}
