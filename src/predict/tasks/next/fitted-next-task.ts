import { remembered } from "#kernel/remember.ts";
import type { FittedNext } from "#predict/next/fitted-next.ts";
import { RefusedRows } from "#predict/models/model.ts";
import type { Reading } from "#predict/tables/column-plan.ts";
import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FittedTask, ScoreAsked, TaskSettings } from "#predict/tasks/task.ts";
import { dayNoteOf } from "#predict/tasks/transactions/view-of.ts";
import { judgeRanker, sampleAsked } from "./judge-rankers.ts";
import { askedAt, daysOf, linesOf, linesUntil, namedHistories } from "./lines-of.ts";
import { rankers, type RankerName, topOf } from "./rankers.ts";

export const kind = { name: "next", version: 1 } as const;

export type NextEstimate = {
  readonly columns: TaskSettings["columns"];
  readonly until?: number;
  /** Days within which the next basket came where it was judged. */
  readonly horizon: number;
  readonly ranker: RankerName;
  readonly fitted: FittedNext;
  readonly card: ModelCard;
};

/** Guesses of all kinds, and of what she never had: new spending opportunities. */
const MOST = 10;
const MOST_NEW = 5;

type Guess = { readonly customer: string; readonly item: string; readonly score: number; readonly isNew: boolean };
type Baskets = ReadonlyArray<readonly string[]>;

/** A line for each item that a customer is likely to buy next, the likeliest first. */
export function fittedNextTask(estimate: NextEstimate): FittedTask {
  const { columns, fitted, ranker, card, horizon } = estimate;
  const answered = remembered(
    (table: Table, { until: asked }: Pick<ScoreAsked, "until">) => {
      const { until, histories } = seen(estimate, table, asked);
      return { until, guesses: [...histories].flatMap(([customer, before]) => guessesOf(estimate, customer, before)) };
    },
    ({ until }) => String(until),
  );
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: false,
    reading: (named: TaskSettings["columns"]): Reading => {
      const roles = { ...columns, ...named };
      return { roles, categories: [roles.target ?? ""], excluded: [], known: [] };
    },
    score: (table: Table, asked: ScoreAsked) => {
      const { until, guesses } = answered(table, asked);
      return {
        id: guesses.map(({ customer }) => customer),
        columns: [
          { name: "score", values: Float64Array.from(guesses, ({ score }) => score) },
          { name: "new", values: Float64Array.from(guesses, ({ isNew }) => (isNew ? 1 : 0)) },
        ],
        words: [{ name: "item", texts: guesses.map(({ item }) => item) }],
        note: dayNoteOf(until),
      };
    },
    reasons: (table: Table, asked: ScoreAsked) => {
      const { histories } = seen(estimate, table, asked.until);
      return answered(table, asked).guesses.map((guess) =>
        reasonsOf(fitted, histories.get(guess.customer) ?? [], guess),
      );
    },
    evaluate: (table: Table, asked: ScoreAsked & { readonly seed: number }) => {
      const lines = linesOf(kind.name, table);
      const [span = horizon] = asked.horizons;
      const last = daysOf(lines).reduce((most, day) => Math.max(most, day), Number.NEGATIVE_INFINITY);
      const until = asked.until ?? estimate.until ?? last - span;
      const judged = sampleAsked(askedAt(kind.name, lines, { until, end: until + span }), asked.seed);
      if (judged.length === 0)
        throw new RefusedRows(kind.name, "nobody who had bought by --until did so again behind it");
      const figuresOf = (name: RankerName) => {
        const { recallAt10, hitAt5, newPrecisionAt5 } = judgeRanker(name, fitted, judged);
        return { recallAt10, hitAt5, newPrecisionAt5 };
      };
      return {
        task: kind.name,
        model: card.model,
        untilDay: until,
        customers: judged.length,
        ...figuresOf(ranker),
        popularity: figuresOf("popularity"),
      };
    },
    toJSON: () => ({ ...estimate, ...kind, fitted: fitted.toJSON() }),
  });
}

function seen({ until: learnt }: NextEstimate, table: Table, asked: number | undefined) {
  return seenBy(table, asked ?? learnt);
}

/** What each had by a day: the last one of the table where none is named. */
const seenBy = remembered((table: Table, asked: number | undefined) => {
  const lines = linesOf(kind.name, table);
  const until = asked ?? daysOf(lines).reduce((most, day) => Math.max(most, day), Number.NEGATIVE_INFINITY);
  return { until, histories: namedHistories(kind.name, linesUntil(lines, until)) };
}, String);

function guessesOf({ fitted, ranker }: NextEstimate, customer: string, before: Baskets): readonly Guess[] {
  const scores = rankers[ranker](fitted, before);
  const had = new Set(before.flat());
  const isNew = (item: number) => !had.has(fitted.items[item] ?? "");
  const places = new Set([...topOf(scores, MOST), ...topOf(scores, MOST_NEW, isNew)]);
  return [...places].map((item) => ({
    customer,
    item: fitted.items[item] ?? "",
    score: scores[item] ?? 0,
    isNew: isNew(item),
  }));
}

const MOST_REASONS = 2;

/** "bought 3 times", or what she has that goes with it. */
function reasonsOf(fitted: FittedNext, before: Baskets, { item, isNew }: Guess): readonly string[] {
  if (!isNew) {
    const times = before.filter((basket) => basket.includes(item)).length;
    return [times === 1 ? "bought once" : `bought ${times} times`];
  }
  const near = fitted.explain(before, item).slice(0, MOST_REASONS);
  return near.length === 0 ? ["bought by many"] : near.map(({ because }) => `goes with ${because}`);
}
