import { takeRows } from "#predict/numerics/matrix.ts";
import type { Score } from "#predict/registry/scores/write-scores.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { Table } from "#predict/tables/table.ts";
import type { FittedTask, ScoreTable } from "#predict/tasks/task.ts";
import { askedTimes, sourceOf } from "./task-needs.ts";

type Asked = {
  readonly prediction: Pick<Prediction, "task" | "settings">;
  /** The last day that is known, since 1970-01-01. */
  readonly until: number;
  readonly hasReasons: boolean;
};

/** Exact reasons of boosted trees cost some milliseconds each: the best of a slice get theirs at once, for lists are made of them. */
const BEST = 0.05;

/** What is bought next, the likeliest first; `isNew`: she never had it. */
export type NextGuess = {
  readonly item: string;
  readonly score: number;
  readonly isNew: boolean;
  readonly reasons: readonly string[];
};

/** What a model says of everybody in the rows: one score each, with what else it says beside it. */
export function answersOf(
  fitted: FittedTask,
  table: Table,
  { prediction, until, hasReasons }: Asked,
): readonly Score[] {
  if (table.rows === 0) return [];
  const asked = { horizons: askedTimes(prediction), ...(sourceOf(prediction).kind === "features" ? {} : { until }) };
  const scored = fitted.score(table, asked);
  const [main, ...others] = scored.columns;
  const isSlow = fitted.isByRow && table.rows > 1;
  const reasons = !hasReasons ? [] : isSlow ? bestReasons(fitted, table, main?.values) : fitted.reasons(table, asked);
  if (prediction.task === "next") return nextScores(scored, reasons);
  return scored.id.flatMap((id, row) => {
    const score = main?.values[row] ?? Number.NaN;
    if (!Number.isFinite(score)) return [];
    const numbers = others.flatMap(({ name, values }) => {
      const value = values[row] ?? Number.NaN;
      return Number.isFinite(value) ? [[name, value] as const] : [];
    });
    const words = (scored.words ?? []).map(({ name, texts }) => [name, texts[row] ?? ""] as const);
    const extra = Object.fromEntries([...numbers, ...words]);
    return [
      { id: Number(id), score, extra: Object.keys(extra).length === 0 ? undefined : extra, reasons: reasons[row] },
    ];
  });
}

/** Reasons of the rows with the highest scores, at their places. */
function bestReasons(
  fitted: FittedTask,
  table: Table,
  scores: Float64Array = new Float64Array(0),
): ReadonlyArray<readonly string[] | undefined> {
  const best = Int32Array.from(scores.keys())
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
    .slice(0, Math.ceil(BEST * scores.length));
  const told = fitted.reasons({ ...table, rows: best.length, inputs: takeRows(table.inputs, best) }, { horizons: [] });
  const reasons: Array<readonly string[] | undefined> = Array.from(scores, () => undefined);
  best.forEach((row, place) => (reasons[row] = told[place]));
  return reasons;
}

/** A customer's guesses stand on lines of their own: here they are one answer, scored by the likeliest. */
function nextScores(scored: ScoreTable, reasons: ReadonlyArray<readonly string[] | undefined>): readonly Score[] {
  const [chances, news] = scored.columns;
  const byId = new Map<string, NextGuess[]>();
  scored.id.forEach((id, row) => {
    const guesses = byId.get(id) ?? [];
    if (guesses.length === 0) byId.set(id, guesses);
    guesses.push({
      item: scored.words?.[0]?.texts[row] ?? "",
      score: chances?.values[row] ?? 0,
      isNew: news?.values[row] === 1,
      reasons: reasons[row] ?? [],
    });
  });
  return [...byId].map(([id, found]) => {
    const items = found.toSorted((a, b) => b.score - a.score || (a.item < b.item ? -1 : 1));
    const [first] = items;
    const words = first === undefined ? [] : [`${first.item}: ${first.reasons.join(", ")}`];
    return { id: Number(id), score: first?.score ?? 0, extra: { items }, reasons: words };
  });
}
