import type { Score } from "#predict/registry/scores/write-scores.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { Table } from "#predict/tables/table.ts";
import type { FittedTask, ScoreTable } from "#predict/tasks/task.ts";
import { askedTimes, sourceOf } from "#predict/training/task-needs.ts";

type Asked = {
  readonly prediction: Pick<Prediction, "task" | "settings">;
  /** The last day that is known, since 1970-01-01. */
  readonly until: number;
  /** Whether reasons are worked out at once. */
  readonly hasReasons: boolean;
};

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
  const reasons = hasReasons ? fitted.reasons(table, asked) : [];
  if (prediction.task === "next") return nextScores(scored, reasons);
  const extraOf = extrasOf(scored);
  const scores: Score[] = [];
  scored.id.forEach((id, row) => {
    const score = scored.columns[0]?.values[row] ?? Number.NaN;
    if (Number.isFinite(score)) scores.push({ id: Number(id), score, extra: extraOf(row), reasons: reasons[row] });
  });
  return scores;
}

/** What stands beside the score of a row: numbers that are known, and words. */
function extrasOf({ columns, words = [] }: ScoreTable): (row: number) => Score["extra"] {
  const numbers = columns.slice(1);
  if (numbers.length + words.length === 0) return () => undefined;
  return (row) => {
    const extra: Record<string, unknown> = {};
    for (const { name, values } of numbers) {
      const value = values[row] ?? Number.NaN;
      if (Number.isFinite(value)) extra[name] = short(value);
    }
    for (const { name, texts } of words) extra[name] = texts[row] ?? "";
    return extra;
  };
}

/** Six digits say what can be known, and take a third of the room. */
function short(value: number): number {
  return Number(value.toPrecision(6));
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
      score: short(chances?.values[row] ?? 0),
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
