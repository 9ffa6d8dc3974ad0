import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { FittedTask, JudgeAsked, ScoreAsked, ScoreTable, TaskSettings } from "#predict/tasks/task.ts";
import { marginShares } from "./margin-shares.ts";

export const kind = { name: "sale", version: 1 } as const;

export type SaleParts = { readonly timing: FittedTask; readonly spending: FittedTask; readonly next: FittedTask };

export type SaleEstimate = {
  readonly columns: TaskSettings["columns"];
  /** The day that the fit was told to look no further than. */
  readonly until?: number;
  readonly parts: SaleParts;
  readonly card: ModelCard;
};

/** For each account: what, when, how much within the horizon, and how much of it is margin. */
export function fittedSale(estimate: SaleEstimate): FittedTask {
  const { parts, card } = estimate;
  const { timing, spending, next } = parts;
  return Object.freeze({
    task: kind.name,
    card,
    isByRow: false,
    reading: (named: TaskSettings["columns"], isJudged: boolean) => {
      const { roles } = next.reading({ ...estimate.columns, ...named }, isJudged);
      return { ...spending.reading(roles, isJudged), categories: [roles.target ?? ""] };
    },
    score: (table: Table, asked: ScoreAsked) => score(estimate, table, asked),
    reasons: (table: Table, asked: ScoreAsked) => {
      const when = spending.score(table, { ...asked, horizons: [] });
      const firsts = firstGuesses(next, table, asked);
      const whys = next.reasons(table, asked);
      const why = spending.reasons(table, { ...asked, horizons: [] });
      return when.id.map((id, row) => {
        const guess = firsts.get(id);
        const what = guess === undefined ? [] : (whys[guess.row] ?? []).map((words) => `${guess.item}: ${words}`);
        return [...what, ...(why[row] ?? [])];
      });
    },
    evaluate: (table: Table, asked: JudgeAsked) => ({
      task: kind.name,
      timing: timing.evaluate(table, asked),
      spending: spending.evaluate(table, { ...asked, horizons: [] }),
      next: next.evaluate(table, { ...asked, horizons: [] }),
    }),
    toJSON: () => ({
      ...estimate,
      ...kind,
      parts: { timing: timing.toJSON(), spending: spending.toJSON(), next: next.toJSON() },
    }),
  });
}

function score({ parts, until: learnt }: SaleEstimate, table: Table, asked: ScoreAsked): ScoreTable {
  const when = parts.timing.score(table, asked);
  const { id, columns, note } = parts.spending.score(table, { ...asked, horizons: [] });
  const amount = columns[0]?.values ?? new Float64Array(id.length);
  const until = asked.until ?? learnt ?? Number.POSITIVE_INFINITY;
  const margin = marginShares(table, id, until)?.map((share, row) => share * (amount[row] ?? 0));
  const guesses = firstGuesses(parts.next, table, asked);
  const firsts = id.map((each) => guesses.get(each));
  return {
    id,
    columns: [
      { name: "score", values: margin ?? amount },
      { name: "amount", values: amount },
      ...(margin === undefined ? [] : [{ name: "margin", values: margin }]),
      ...when.columns.filter(({ name }) => name !== "score"),
      { name: "item_score", values: Float64Array.from(firsts, (guess) => guess?.score ?? Number.NaN) },
      { name: "item_new", values: Float64Array.from(firsts, (guess) => guess?.isNew ?? Number.NaN) },
    ],
    words: [{ name: "item", texts: firsts.map((guess) => guess?.item ?? "") }],
    ...(note === undefined ? {} : { note }),
  };
}

type Guess = { readonly item: string; readonly score: number; readonly isNew: number; readonly row: number };

/** The likeliest item of each customer. */
function firstGuesses(next: FittedTask, table: Table, asked: ScoreAsked): ReadonlyMap<string, Guess> {
  const { id, columns, words = [] } = next.score(table, { ...asked, horizons: [] });
  const [scores, news] = columns;
  const firsts = new Map<string, Guess>();
  id.forEach((customer, row) => {
    if (firsts.has(customer)) return;
    firsts.set(customer, {
      item: words[0]?.texts[row] ?? "",
      score: scores?.values[row] ?? 0,
      isNew: news?.values[row] ?? 0,
      row,
    });
  });
  return firsts;
}
