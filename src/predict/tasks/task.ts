import type { Worth } from "#predict/evaluate/gains.ts";
import type { Reading } from "#predict/tables/column-plan.ts";
import type { Role, Table } from "#predict/tables/table.ts";
import type { ModelCard } from "./model-card.ts";

/** What an operator asks of a task. Times are days. */
export type TaskSettings = {
  /** Names of the columns with a role. */
  readonly columns: Readonly<Partial<Record<Role, string>>>;
  readonly categories: readonly string[];
  readonly excluded: readonly string[];
  /** No other columns are inputs, where it is given. */
  readonly inputs?: readonly string[];
  /** The last day that the fit may look at, as days since 1970-01-01. */
  readonly until?: number;
  /** How far ahead; more than one where a task gives a column for each. */
  readonly horizons: readonly number[];
  /** True where a horizon was told in days, weeks, months or years, and not as a bare number. */
  readonly hasUnits?: boolean;
  readonly seed: number;
  /** Which word of the target is the event. */
  readonly event?: string;
  /** How many days without a purchase make an account dormant. */
  readonly quietDays?: number;
  /** Which words of the treatment column are those contacted, and those left alone. */
  readonly treated?: string;
  readonly control?: string;
  /** How many clusters. */
  readonly k?: number;
};

export type FitDeps = {
  /** Told what is being done, in words. */
  readonly onStep: (words: string) => void;
};

/** From which day, and how far ahead, where a task looks ahead: those of the fit unless given. */
export type ScoreAsked = Pick<TaskSettings, "horizons" | "hasUnits" | "until">;

/** What is asked of a judgement: `worth` where the profit of a list shall be told too. */
export type JudgeAsked = ScoreAsked & { readonly seed: number; readonly worth?: Worth };

/** Scores of rows, or of the customers that the rows are about. */
export type ScoreTable = {
  readonly id: readonly string[];
  /** A number that is not known is NaN. */
  readonly columns: ReadonlyArray<{ readonly name: string; readonly values: Float64Array }>;
  /** What is said in words, behind the numbers. */
  readonly words?: ReadonlyArray<{ readonly name: string; readonly texts: readonly string[] }>;
  /** As of which day and how far ahead, in words, where that is not plain from the rows. */
  readonly note?: string;
};

/** How good a fitted task was on rows that came later, as a JSON value. */
export type TaskEvaluation = Readonly<Record<string, unknown>>;

export type FittedTask = {
  readonly task: string;
  readonly card: ModelCard;
  /** What to read of a file that shall be scored; `isJudged` asks for what came too. */
  reading(columns: TaskSettings["columns"], isJudged: boolean): Reading;
  /** True where each row is scored by itself, so that a long file can be scored in pieces. */
  readonly isByRow: boolean;
  /** RefusedRows names the column and row that can't be scored. */
  score(table: Table, asked: ScoreAsked): ScoreTable;
  /** For each row of the score table, why it has its score: strongest first, in words. */
  reasons(table: Table, asked: ScoreAsked): ReadonlyArray<readonly string[]>;
  evaluate(table: Table, asked: JudgeAsked): TaskEvaluation;
  toJSON(): { readonly name: string; readonly version: number } & Readonly<Record<string, unknown>>;
};

/** A question that can be put to a table. Further ones are a file each, and a line in task-registry.ts. */
export type Task = {
  readonly name: string;
  /** One line of help. */
  readonly summary: string;
  /** Roles that must be named. */
  readonly needs: readonly Role[];
  /** True where the target's values are names, also where they look like numbers. */
  readonly isTargetWords?: boolean;
  /** True where the time of a row is a duration: a number in a unit of its own, and no point in time. */
  readonly hasDurations?: boolean;
  /** The form of the task that the named columns ask for, where it has more than one. */
  readonly formOf?: (columns: TaskSettings["columns"]) => Task;
  /** RefusedRows names the column and row that can't be learnt from. */
  fit(table: Table, settings: TaskSettings, deps: FitDeps): FittedTask;
  /** RefusedModel for another task's document, a newer version or damage. */
  load(json: unknown): FittedTask;
};
