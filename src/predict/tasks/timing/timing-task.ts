import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { importanceIn } from "#predict/tasks/candidates/importance.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FitDeps, FittedTask, Task, TaskSettings } from "#predict/tasks/task.ts";
import { modelsAt } from "#predict/tasks/transactions/features-at.ts";
import { type Histories, historiesOf } from "#predict/tasks/transactions/histories.ts";
import { type Lookback, lookBack } from "#predict/tasks/transactions/origins.ts";
import { chanceColumns, loadPurchaseModels } from "#predict/tasks/transactions/purchase-models.ts";
import type { Table } from "#predict/tables/table.ts";
import { chooseCurve, type CurveChoice } from "./choose-curve.ts";
import { type Curve, loadCurve } from "./curve.ts";
import { durations, isOfDurations } from "./durations/durations.ts";
import { fittedTimingTask, kind, type TimingEstimate } from "./fitted-timing-task.ts";

/**
 * When does the next purchase come? Chances by any asked day: Kaplan-Meier, buy-till-you-die models, Cox and a discrete-time
 * hazard on what is known of each account, judged on days or accounts that they did not learn from by Brier score over time.
 */
export const timing: Task = {
  name: kind.name,
  summary: "P(next purchase) of each account by each time of --horizon; with --target, P(event) by each duration.",
  needs: ["id", "time"],
  formOf: ({ target }) => (target === undefined ? timing : durations),
  fit: (table, settings, deps) => fit({ table, settings, deps }),
  load: (json) => {
    if (isOfDurations(json)) return durations.load(json);
    const document = openFitted(json, kind) as Partial<Record<keyof TimingEstimate, unknown>>;
    const { columns, inputs, horizon, asked, curve, models, present, card } = document;
    const areThere = [columns, card].every((part) => typeof part === "object" && part !== null);
    if (typeof horizon !== "number" || !Array.isArray(inputs) || !Array.isArray(asked) || !areThere) {
      throw new RefusedModel(`${kind.name}: the document is damaged.`);
    }
    const stored = document as unknown as TimingEstimate;
    return fittedTimingTask({
      columns: stored.columns,
      inputs: stored.inputs,
      ...(stored.until === undefined ? {} : { until: stored.until }),
      horizon,
      asked: stored.asked,
      curve: loadCurve(curve),
      models: loadPurchaseModels(models),
      present: loadPurchaseModels(present),
      card: stored.card,
    });
  },
};

function fit({ table, settings, deps }: { table: Table; settings: TaskSettings; deps: FitDeps }): FittedTask {
  const histories = historiesOf(kind.name, table);
  const { until, horizon, asked } = spanOf(histories, settings);
  const back = lookBack(histories, { task: kind.name, until, horizon, seed: settings.seed, isMeant: () => true });
  deps.onStep(`Evidence: ${back.words}; ${horizon} days looked over.`);
  const choice = chooseCurve(back, { horizon, seed: settings.seed, onStep: deps.onStep });
  deps.onStep(choice.words);
  return fittedTimingTask({
    columns: settings.columns,
    inputs: table.inputs.columns.map(({ name, kind: is }) => ({ name, kind: is })),
    ...(settings.until === undefined ? {} : { until }),
    horizon,
    asked,
    curve: choice.curve,
    models: back.models,
    present: modelsAt(histories, until),
    card: cardOf({ horizon, seed: settings.seed }, back, choice),
  });
}

const YEAR = 365;
/** Of the days of the file, at most so many are looked over, so that a past is left to learn from. */
const MOST_AHEAD = 0.6;

/** The time looked over: the furthest that is asked for, or a year, as far as the file allows. */
function spanOf({ firstDay, lastDay }: Histories, { until: asked, horizons }: TaskSettings) {
  const until = Math.min(asked ?? lastDay, lastDay);
  if (!(until >= firstDay)) throw new RefusedRows(kind.name, "--until is before the first day of the file");
  const span = until - firstDay;
  const wanted = horizons.length > 0 ? Math.max(...horizons) : Math.min(YEAR, Math.floor(span / 2));
  const horizon = Math.max(1, Math.min(wanted, Math.floor(MOST_AHEAD * span)));
  return { until, horizon, asked: horizons.length > 0 ? horizons : [horizon] };
}

type Named = { readonly horizon: number; readonly seed: number };

function cardOf({ horizon, seed }: Named, back: Lookback, choice: CurveChoice): ModelCard {
  const events = back.purchases.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  return {
    task: kind.name,
    model: choice.name,
    version: kind.version,
    target: `all accounts: days to the next purchase, followed for ${horizon} days`,
    inputs: back.inputs.columns.map((column) => column.name),
    madeOf: { rows: back.purchases.length, events, rate: events / back.purchases.length },
    evidenceBy: back.words,
    evidence: choice.evidence,
    choice: choice.words,
    calibration: { method: "none", evidence: choice.calibration },
    importance: importanceOf(choice.curve, back),
    expiresAfterDays: Math.max(1, Math.round(horizon / 4)),
    seed,
    caution: [
      `What lies more than ${horizon} days ahead was not looked over: there the curve goes on as Pareto/NBD has it.`,
      "It holds for times like those that it was learnt from.",
    ],
  };
}

function importanceOf(curve: Curve, { inputs }: Lookback): ModelCard["importance"] {
  return curve.kind === "hazard"
    ? importanceIn(curve.fitted, inputs)
    : [{ column: chanceColumns[curve.of], meanContribution: 1 }];
}
