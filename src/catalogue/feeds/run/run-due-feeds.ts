import { sql } from "drizzle-orm";
import { findDueFeeds, findFeedById } from "#catalogue/feeds/find-feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { applyRun } from "./apply-run.ts";
import { fetchRun } from "./fetch-run.ts";
import { RUN_LEASE_MS, type RunRow } from "./run-rows.ts";

/** Who runs feeds by the clock. */
const actor = { kind: "system", id: "feeds" } as const;

/**
 * One turn of the feeds' clockwork: goes on with what an earlier turn could not finish, then fetches what is due. Gives how
 * many it worked on. `maxChunks` bounds a turn where turns are short.
 */
export async function runDueFeeds(deps: FeedDeps, maxChunks = Infinity): Promise<number> {
  const resumed = await resumeApplying(deps, maxChunks);
  const due = await findDueFeeds(deps.store, deps.clock.now());
  for (const feed of due) await fetchRun({ deps, actor, feed, origin: "schedule", isDry: false, maxChunks });
  return resumed + due.length;
}

/** Runs whose applying was cut off. The lease is taken in SQL, so that two turns never take the same one. */
async function resumeApplying(deps: FeedDeps, maxChunks: number): Promise<number> {
  const { store, clock } = deps;
  const now = clock.now();
  const [runs = []] = await store.write<RunRow>([
    sql`update feed_runs set lease_until = ${now + RUN_LEASE_MS}
      where state = 'applying' and lease_until < ${now} returning *`,
  ]);
  for (const run of runs) {
    const feed = await findFeedById(store, run.feed_id);
    if (feed !== undefined) await applyRun({ deps, feed, run, maxChunks });
  }
  return runs.length;
}
