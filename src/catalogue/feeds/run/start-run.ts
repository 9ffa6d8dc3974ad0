import { type SQL, sql } from "drizzle-orm";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import type { RunView } from "./run.ts";
import { dropItemsOf, RUN_LEASE_MS } from "./run-rows.ts";

/** Runs that are remembered of each feed. */
const KEPT_RUNS = 50;

export type StartRun = { readonly feedId: number; readonly origin: RunView["origin"]; readonly isDry: boolean };

/**
 * Begins a run, if none is under way: a unique index allows one active run a feed. One whose worker died is ended first; one
 * that is held is discarded, for the newer feed is the truth.
 */
export async function startRun(deps: FeedDeps, { feedId, origin, isDry }: StartRun): Promise<Result<number, Problem>> {
  const now = deps.clock.now();
  const results = await deps.store.write<{ id: number }>([
    sql`update feed_runs set state = 'failed', finished_at = ${now}, fault = 'It was interrupted.'
      where feed_id = ${feedId} and state = 'reading' and lease_until < ${now}`,
    ...(isDry ? [] : [discardHeld(feedId, now)]),
    sql`insert into feed_runs (feed_id, origin, is_dry, state, lease_until, started_at)
      select ${feedId}, ${origin}, ${isDry ? 1 : 0}, 'reading', ${now + RUN_LEASE_MS}, ${now}
      where not exists (select 1 from feed_runs where feed_id = ${feedId} and state in ('reading', 'applying'))
      returning id`,
  ]);
  const run = results.at(-1)?.[0]?.id;
  if (run === undefined) return err(problem("conflict", "A run of this feed is under way."));
  await forgetOldRuns(deps, feedId);
  return ok(run);
}

function discardHeld(feedId: number, now: number): SQL {
  return sql`update feed_runs set state = 'discarded', finished_at = ${now}, fault = 'A newer run took its place.'
    where feed_id = ${feedId} and state = 'held'
      and not exists (select 1 from feed_runs where feed_id = ${feedId} and state in ('reading', 'applying'))`;
}

/** What ended runs left of what they had put aside, and all of the runs that are remembered no longer. */
async function forgetOldRuns({ store }: FeedDeps, feedId: number): Promise<void> {
  const ended = await store.read<{ id: number; has_items: number }>(sql`select r.id,
      exists (select 1 from feed_items where run_id = r.id) as has_items
    from feed_runs as r where r.feed_id = ${feedId} and r.state not in ('reading', 'applying', 'held')
    order by r.id desc limit ${KEPT_RUNS + 100}`);
  for (const { id } of ended.filter(({ has_items: has }) => has === 1)) await dropItemsOf(store, id);
  const old = ended.slice(KEPT_RUNS);
  if (old.length === 0) return;
  const ids = JSON.stringify(old.map(({ id }) => id));
  await store.write([
    sql`delete from feed_rejects where run_id in (select value from json_each(${ids}))`,
    sql`delete from feed_runs where id in (select value from json_each(${ids}))`,
  ]);
}
