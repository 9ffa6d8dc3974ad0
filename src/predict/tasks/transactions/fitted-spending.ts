import { evaluateAmounts } from "#predict/evaluate/evaluate-amounts.ts";
import { reasonsFor, type WeightedLearner } from "#predict/tasks/candidates/reasons.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { KnownInput } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import type { FittedTask, JudgeAsked, ScoreAsked, TaskSettings } from "#predict/tasks/task.ts";
import { type Amounts, amountsOf } from "./amounts/amounts-of.ts";
import { type Drift, driftAt } from "./amounts/drift-of.ts";
import { featuresAt } from "./features-at.ts";
import { futureOf, historiesOf } from "./histories.ts";
import { type PurchaseModels, purchaseModelsJson } from "./purchase-models.ts";
import { shownFeature } from "./shown-feature.ts";
import { quantilesAt, SHARES, type Spread } from "./amounts/spread.ts";
import type { Typical } from "./amounts/typical.ts";
import { type Asking, noteOf, readingOf, viewOf } from "./view-of.ts";

export const kind = { name: "spending", version: 3 } as const;

export type SpendingEstimate = {
  readonly columns: TaskSettings["columns"];
  /** What else the records say, beside whose, when and how much. */
  readonly inputs: readonly KnownInput[];
  /** The day that the fit was told to look no further than. */
  readonly until?: number;
  readonly horizon: number;
  /** Means are added up by weight. */
  readonly parts: readonly WeightedLearner[];
  readonly level: number;
  readonly spread: Spread;
  readonly typical: Typical;
  readonly drift: Drift;
  readonly models: PurchaseModels;
  readonly card: ModelCard;
};

/** Expected spend within the horizon of each account, with its quantiles. */
export function fittedSpending(estimate: SpendingEstimate): FittedTask {
  const { parts, models, card } = estimate;
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: false,
    reading: (named: TaskSettings["columns"]) => readingOf(estimate, named),
    score: (table: Table, asked: ScoreAsked) => {
      const { histories, view, features, amounts, tails } = expectSpend(estimate, table, { asked, isJudged: false });
      return {
        id: Array.from(features.past.accounts, (account) => histories.ids[account] ?? ""),
        columns: [
          { name: "score", values: amounts.expected },
          { name: "typical", values: amounts.typical },
          ...SHARES.map((share, index) => ({ name: `p${share * 100}`, values: tails[index] ?? new Float64Array(0) })),
        ],
        note: noteOf(view),
      };
    },
    reasons: (table: Table, asked: ScoreAsked) => {
      const { features } = expectSpend(estimate, table, { asked, isJudged: false });
      return Array.from(features.counts, (_, row) => reasonsFor(parts, { rows: features.inputs, row }, shownFeature));
    },
    evaluate: (table: Table, asked: JudgeAsked) => {
      const { histories, view, features, amounts, tails } = expectSpend(estimate, table, { asked, isJudged: true });
      const { spend } = futureOf(histories, features.past, view);
      const [low, , high] = tails;
      const inside = spend.filter((value, row) => value >= (low?.[row] ?? 0) && value <= (high?.[row] ?? 0));
      return {
        task: kind.name,
        model: card.model,
        untilDay: view.until,
        horizon: view.horizon,
        ...evaluateAmounts(amounts.expected, spend, asked.worth),
        typical: evaluateAmounts(amounts.typical, spend),
        coverageOf80: inside.length / spend.length,
      };
    },
    toJSON: () => ({
      ...kind,
      ...estimate,
      parts: parts.map(({ learner, weight }) => ({ weight, learner: learner.toJSON() })),
      models: purchaseModelsJson(models),
    }),
  });
}

function expectSpend(estimate: SpendingEstimate, table: Table, asking: Asking) {
  const histories = historiesOf(kind.name, table);
  const view = viewOf({ task: kind.name, ...estimate }, histories, asking);
  const features = featuresAt(histories, view, estimate.models);
  const learnt = amountsOf(estimate, features.inputs);
  const driftOfDay = (of: keyof Amounts) => driftAt(estimate.drift, of, view.until);
  const scaled = (values: Float64Array, factor: number) => values.map((value) => factor * value);
  return {
    histories,
    view,
    features,
    amounts: {
      expected: scaled(learnt.expected, driftOfDay("expected")),
      typical: scaled(learnt.typical, driftOfDay("typical")),
    },
    tails: quantilesAt(estimate.spread, learnt.expected).map((tail) => scaled(tail, driftOfDay("expected"))),
  };
}
