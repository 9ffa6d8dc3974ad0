import { DAY_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";

/** A moment of the past, and what may be known of that moment. */
export type Cut = {
  /** epoch ms; what happened at or after it is the future */
  readonly at: number;
  /**
   * What was recorded before this moment counts as recorded when it happened: a vendor that takes Jumpstation up brings years of
   * history in one day, and had all of it before. epoch ms.
   */
  readonly takenOverBy: number;
};

/**
 * SQL: a fact that had happened by the cut and had been recorded by then. `?3` is the cut, `?4` the end of the take-over. Unary
 * plus keeps indexes by time out of it: these questions go by customer or account.
 */
export function isKnown(row: string): string {
  return `+${row}.at < ?3 and ${wasRecorded(row)}`;
}

/** SQL: a row that had been recorded by the cut. */
export function wasRecorded(row: string, column = "received_at"): string {
  return `(${row}.${column} < ?3 or ${row}.${column} < ?4)`;
}

/** SQL: the fact is not older than so many days at the cut. */
export function within(row: string, days: number): string {
  return `${row}.at >= ?3 - ${days * DAY_MS}`;
}

/** What stands for a value that somebody stated after the cut. No word begins with this sign. */
export const STATED_SINCE = "\u0001";
/** SQL of the same. */
export const STATED_SINCE_SQL = "char(1)";

/** SQL: of a group of rows the newest value that was known; where all were stated since, just that; null where none has any. */
export function newestKnown(row: string, value: string): string {
  const newest = `max(case when (${value}) is null then null when ${isKnown(row)} then printf('%015d', ${row}.at) || (${value}) else '' end)`;
  return `case ${newest} when '' then ${STATED_SINCE_SQL} else substr(${newest}, 16) end`;
}

const TAKE_OVER_DAYS = 7;

/** The take-over ends a week after the first change that the audit log tells of. By its key. */
export async function endOfTakeOver(store: Store): Promise<number> {
  const [first] = await store.read<{ at: number }>({ sql: "select at from audit_log order by id limit 1", params: [] });
  return first === undefined ? 0 : first.at + TAKE_OVER_DAYS * DAY_MS;
}

/** The cut at the end of a day, given as days since 1970-01-01. */
export function endOfDay(day: number, takenOverBy: number): Cut {
  return { at: (day + 1) * DAY_MS, takenOverBy };
}
