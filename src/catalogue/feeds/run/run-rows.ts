import { type SQL, sql } from "drizzle-orm";
import { type AuditEntry, auditIfChanged } from "#access/audit.ts";
import { isoOf } from "#kernel/calendar.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import { columns, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { MAX_REJECTS, type Reject, type RunState, type RunTotals, type RunView } from "./run.ts";

/** Renewed with every chunk; longer than any wait for the next one (a fetch as a whole has half an hour). */
export const RUN_LEASE_MS = 10 * MINUTE_MS;

export type RunRow = {
  id: number;
  feed_id: number;
  origin: RunView["origin"];
  is_dry: number;
  state: RunState;
  lease_until: number;
  started_at: number;
  finished_at: number | null;
  bytes: number;
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  rejected: number;
  known: number;
  missing: number;
  applied: number;
  withdrawn: number;
  fault: string | null;
  etag: string | null;
  last_modified: string | null;
};

/** By primary key. */
export async function findRun(store: Store, feedId: number, run: number): Promise<RunRow | undefined> {
  const [row] = await store.read<RunRow>(sql`select * from feed_runs where id = ${run} and feed_id = ${feedId}`);
  return row;
}

/** The newest first; by the index on feed and id. */
export async function listRuns(
  store: Store,
  { feedId, limit, cursor }: { readonly feedId: number; readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<RunView>> {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(decodeCursor(cursor)?.[0] ?? 0);
  const rows = await store.read<RunRow>(
    sql`select * from feed_runs where feed_id = ${feedId} and id < ${before} order by id desc limit ${limit + 1}`,
  );
  return pageOf(rows.map(viewOfRun), limit, ({ run }) => [run]);
}

/** The reject report of a run; by primary key. */
export async function listRejects(store: Store, run: number): Promise<readonly Reject[]> {
  return store.read<Reject>(
    sql`select place, code, field, reason from feed_rejects where run_id = ${run} order by n limit ${MAX_REJECTS}`,
  );
}

export function viewOfRun(row: RunRow): RunView {
  return {
    run: row.id,
    origin: row.origin,
    isDry: row.is_dry === 1,
    state: row.state,
    startedAt: isoOf(row.started_at),
    finishedAt: row.finished_at === null ? null : isoOf(row.finished_at),
    bytes: row.bytes,
    read: row.read,
    created: row.created,
    changed: row.changed,
    unchanged: row.unchanged,
    rejected: row.rejected,
    known: row.known,
    missing: row.missing,
    applied: row.applied,
    withdrawn: row.withdrawn,
    fault: row.fault,
  };
}

/** Tells how far the reading is and keeps the run; gives its row back, or none where somebody else ended it. */
export function keepReading(run: number, { now, bytes, totals }: Progress): SQL {
  const { read, created, changed, unchanged, rejected } = totals;
  return sql`update feed_runs set bytes = ${bytes}, read = ${read}, created = ${created}, changed = ${changed},
      unchanged = ${unchanged}, rejected = ${rejected}, lease_until = ${now + RUN_LEASE_MS}
    where id = ${run} and state = 'reading' returning id`;
}

export type Progress = { readonly now: number; readonly bytes: number; readonly totals: RunTotals };

export function insertRejects(run: number, first: number, rejects: readonly Reject[]): SQL {
  const rows = rejects.map(({ place, code, field, reason }, index) => [first + index, place, code, field, reason]);
  return sql`insert or ignore into feed_rejects (run_id, n, place, code, field, reason)
    select ${run}, ${columns(5)} from ${jsonRows(rows)}`;
}

export type EndRun = {
  readonly from: readonly RunState[];
  readonly to: RunState;
  readonly now: number;
  readonly fault?: string;
  /** Told in the batch, where somebody's word ends it. */
  readonly audit?: AuditEntry;
};

/** A run that is over. What it had put aside is dropped, but for one that is held. */
export async function endRun(store: Store, run: number, { from, to, now, fault, audit }: EndRun): Promise<void> {
  await store.write([
    sql`update feed_runs set state = ${to}, finished_at = ${now}, fault = ${fault ?? null}
      where id = ${run} and state in (select value from json_each(${JSON.stringify(from)}))`,
    ...(audit === undefined ? [] : [auditIfChanged(audit)]),
  ]);
  if (to !== "held") await dropItemsOf(store, run);
}

/** A slice at a time, so that nobody waits long for the writer. By primary key. */
export async function dropItemsOf(store: Store, run: number): Promise<void> {
  for (;;) {
    const [gone = []] = await store.write<{ n: number }>([
      sql`delete from feed_items where run_id = ${run} and n in
        (select n from feed_items where run_id = ${run} order by n limit ${DROPPED_AT_ONCE}) returning n`,
    ]);
    if (gone.length < DROPPED_AT_ONCE) return;
  }
}

const DROPPED_AT_ONCE = 1_000;
