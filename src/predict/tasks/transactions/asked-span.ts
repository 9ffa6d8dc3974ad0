import { RefusedRows } from "#predict/models/model.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import type { Histories } from "./histories.ts";

/** Up to which day the past goes, and how many days ahead are asked for. */
export type Span = { readonly until: number; readonly horizon: number };

/** Days of a quarter: looked ahead unless told. */
const STANDARD_HORIZON = 91;

/** What the operator asked of a fit: the last day of the file, and a quarter, unless told. */
export function askedSpan(task: string, { firstDay, lastDay }: Histories, settings: TaskSettings): Span {
  const until = Math.min(settings.until ?? lastDay, lastDay);
  if (!(until >= firstDay)) throw new RefusedRows(task, "--until is before the first day of the file");
  const [horizon = STANDARD_HORIZON] = settings.horizons;
  return { until, horizon };
}
