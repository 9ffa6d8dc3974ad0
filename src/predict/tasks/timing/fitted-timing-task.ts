import { RefusedRows } from "#predict/models/model.ts";
import { takeRows } from "#predict/numerics/matrix.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FittedTask, ScoreAsked, TaskSettings } from "#predict/tasks/task.ts";
import { featuresAt, type Features, type View } from "#predict/tasks/transactions/features-at.ts";
import { futureOf, type Histories, historiesOf } from "#predict/tasks/transactions/histories.ts";
import {
  type PurchaseModels,
  purchaseModelsJson,
  purchaseRowsAt,
} from "#predict/tasks/transactions/purchase-models.ts";
import { stepsOf } from "#predict/tasks/transactions/reasons-of.ts";
import { shownFeature } from "#predict/tasks/transactions/shown-feature.ts";
import { noteOf, readingOf } from "#predict/tasks/transactions/view-of.ts";
import type { KnownInput } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import { chancesBy, type Curve, curveJson } from "./curve.ts";
import { evaluateCurves } from "./evaluate-curves.ts";
import { hazardReasons } from "./hazard-reasons.ts";
import { gridOf, waitsOf } from "./waits.ts";

export const kind = { name: "timing", version: 1 } as const;

export type TimingEstimate = {
  readonly columns: TaskSettings["columns"];
  /** What else the records say, beside whose, when and how much. */
  readonly inputs: readonly KnownInput[];
  /** The day that the fit was told to look no further than. */
  readonly until?: number;
  /** Days ahead that were looked over while learning. */
  readonly horizon: number;
  /** Days ahead that are answered unless others are asked for. */
  readonly asked: readonly number[];
  readonly curve: Curve;
  /** Of the last day that was looked back on: what a hazard learnt from their forecasts holds for their forecasts. */
  readonly models: PurchaseModels;
  /** Of the last day of the fit: for curves of their own, and for what lies behind a hazard. */
  readonly present: PurchaseModels;
  readonly card: ModelCard;
};

type Scored = { readonly histories: Histories; readonly view: View; readonly features: Features };

/** P(next purchase within each asked time) of each account. */
export function fittedTimingTask(estimate: TimingEstimate): FittedTask {
  const { curve, models, present, card } = estimate;
  const chances = ({ histories, view, features }: Scored, times: readonly number[]) =>
    chancesBy(
      curve,
      { inputs: features.inputs, pasts: purchaseRowsAt(histories, features.past, view.until), present },
      times,
    );
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: false,
    reading: (named: TaskSettings["columns"]) => readingOf(estimate, named),
    score: (table: Table, asked: ScoreAsked) => {
      const scored = seenAt(estimate, table, { asked, span: 0 });
      const times = timesOf(estimate, asked);
      const columns = chances(scored, times);
      return {
        id: Array.from(scored.features.past.accounts, (account) => scored.histories.ids[account] ?? ""),
        columns: [
          { name: "score", values: columns[times.indexOf(Math.max(...times))] ?? new Float64Array(0) },
          ...times.map((days, index) => ({
            name: `p${Number(days.toFixed(2))}`,
            values: columns[index] ?? new Float64Array(0),
          })),
        ],
        note: noteOf({ until: scored.view.until, horizon: Math.max(...times) }),
      };
    },
    reasons: (table: Table, asked: ScoreAsked) => {
      const scored = seenAt(estimate, table, { asked, span: 0 });
      if (curve.kind === "purchases") return stepsOf(present[curve.of], scored);
      const { inputs } = scored.features;
      return Array.from({ length: inputs.rows }, (_, row) =>
        hazardReasons(curve.fitted, takeRows(inputs, [row]), shownFeature),
      );
    },
    evaluate: (table: Table, asked: ScoreAsked) => {
      const span = asked.horizons.length > 0 ? Math.max(...asked.horizons) : estimate.horizon;
      const scored = seenAt(estimate, table, { asked, span });
      const { until } = scored.view;
      const came = waitsOf(futureOf(scored.histories, scored.features.past, { until, horizon: span }));
      const times = asked.horizons.length > 1 ? [...asked.horizons].sort((a, b) => a - b) : gridOf(span);
      const figures = evaluateCurves({ times, curves: chances(scored, times) }, came);
      return { task: kind.name, model: card.model, untilDay: until, horizon: span, ...figures };
    },
    toJSON: () => ({
      ...estimate,
      ...kind,
      curve: curveJson(curve),
      models: purchaseModelsJson(models),
      present: purchaseModelsJson(present),
    }),
  });
}

/** What is known on the asked day; `span` is how far beyond it the file must reach to judge. */
function seenAt(
  { until: learntUntil, horizon, models }: TimingEstimate,
  table: Table,
  { asked, span }: { readonly asked: ScoreAsked; readonly span: number },
): Scored {
  const histories = historiesOf(kind.name, table);
  const until = asked.until ?? learntUntil ?? histories.lastDay - span;
  if (span > 0 && until + span > histories.lastDay) {
    throw new RefusedRows(kind.name, "the file does not reach a horizon beyond --until: nobody knows yet what came");
  }
  const view = { until, horizon };
  return { histories, view, features: featuresAt(histories, view, models) };
}

function timesOf({ asked: learnt }: TimingEstimate, { horizons }: ScoreAsked): readonly number[] {
  return horizons.length > 0 ? horizons : learnt;
}
