import { sql } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { FeedDeps } from "./feed-deps.ts";
import { findFeed } from "./find-feed.ts";
import { dropItemsOf } from "./run/run-rows.ts";

export type DeleteFeed = {
  readonly deps: FeedDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string };
};

const DROPPED_AT_ONCE = 1_000;

/** Takes a feed away, with its runs. Its product sets stay as they are. Refused while a run is under way. */
export async function deleteFeed({ deps, actor, input }: DeleteFeed): Promise<Result<undefined, Problem>> {
  const { store, clock } = deps;
  const feed = await findFeed(store, input.code);
  if (feed === undefined) return err(problem("not_found"));
  const [gone = []] = await store.write<{ id: number }>([
    sql`delete from feeds where id = ${feed.id} and not exists (select 1 from feed_runs
      where feed_id = ${feed.id} and state in ('reading', 'applying')) returning id`,
    auditIfChanged({ at: clock.now(), actor, action: "delete-feed", subject: { kind: "feed", id: feed.code } }),
  ]);
  if (gone.length === 0) return err(problem("conflict", "A run of this feed is under way."));
  await dropRowsOf(deps, feed.id);
  return ok(undefined);
}

async function dropRowsOf({ store }: FeedDeps, feedId: number): Promise<void> {
  const runs = await store.read<{ id: number }>(sql`select id from feed_runs where feed_id = ${feedId} limit 1000`);
  for (const { id } of runs) await dropItemsOf(store, id);
  await store.write([
    sql`delete from feed_rejects where run_id in (select id from feed_runs where feed_id = ${feedId})`,
    sql`delete from feed_runs where feed_id = ${feedId}`,
  ]);
  for (;;) {
    const [dropped = []] = await store.write([
      sql`delete from feed_products where feed_id = ${feedId} and code in
        (select code from feed_products where feed_id = ${feedId} order by code limit ${DROPPED_AT_ONCE}) returning code`,
    ]);
    if (dropped.length < DROPPED_AT_ONCE) return;
  }
}
