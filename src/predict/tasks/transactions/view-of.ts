import { dateOfEpochDay } from "#kernel/calendar.ts";
import { RefusedRows } from "#predict/models/model.ts";
import type { KnownInput, Reading } from "#predict/tables/column-plan.ts";
import type { ScoreAsked, TaskSettings } from "#predict/tasks/task.ts";
import type { View } from "./features-at.ts";
import type { Histories } from "./histories.ts";

export type Asking = { readonly asked: ScoreAsked; readonly isJudged: boolean };

type Learnt = { readonly task: string; readonly until?: number; readonly horizon: number };

/** Horizons further apart than this are two questions. */
const SAME_HORIZON = 0.02;

/**
 * The day and the horizon of scores: as told, else those of the fit; the last day of the file where the fit was told none, and
 * where scores are judged the last that leaves a horizon behind it. RefusedRows for another horizon than the model was learnt
 * for, and for a judgement on what nobody knows yet.
 */
export function viewOf(
  { task, until: learntUntil, horizon: learnt }: Learnt,
  { lastDay }: Histories,
  { asked, isJudged }: Asking,
): View {
  const [horizon = learnt] = asked.horizons;
  if (Math.abs(horizon / learnt - 1) > SAME_HORIZON) {
    throw new RefusedRows(task, `the model was learnt for ${learnt} days ahead and can't say ${horizon}: fit it again`);
  }
  const until = asked.until ?? learntUntil ?? (isJudged ? lastDay - horizon : lastDay);
  if (isJudged && until + horizon > lastDay) {
    throw new RefusedRows(task, "the file does not reach a horizon beyond --until: nobody knows yet what came");
  }
  return { until, horizon };
}

/** "as of 1997-09-30, 273 days ahead". */
export function noteOf({ until, horizon }: View): string {
  return `${dayNoteOf(until)}, ${Math.round(horizon)} days ahead`;
}

/** "as of 1997-09-30". */
export function dayNoteOf(until: number): string {
  // Files whose times are plain days begin near 0, which no calendar of purchases does.
  const day = until > 3_650 ? dateOfEpochDay(until) : `day ${until}`;
  return `as of ${day}`;
}

type Remembered = { readonly columns: TaskSettings["columns"]; readonly inputs: readonly KnownInput[] };

/** What to read of a file of purchases: the columns of the fit, under other names where told. */
export function readingOf({ columns, inputs }: Remembered, named: TaskSettings["columns"]): Reading {
  return { roles: { ...columns, ...named }, categories: [], excluded: [], known: inputs };
}
