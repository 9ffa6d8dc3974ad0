import { z } from "zod";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { feedCode } from "#catalogue/feeds/feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { type Feed, findFeed } from "#catalogue/feeds/find-feed.ts";
import { findRun, type RunRow } from "#catalogue/feeds/run/run-rows.ts";

export const feedParams = z.object({ code: feedCode });
export const runParams = z.object({ code: feedCode, run: z.coerce.number().int().min(1) });

export async function getKnownFeed({ store }: FeedDeps, code: string): Promise<Result<Feed, Problem>> {
  const feed = await findFeed(store, code);
  return feed === undefined ? err(problem("not_found")) : ok(feed);
}

export async function getKnownRun(
  deps: FeedDeps,
  { code, run }: z.output<typeof runParams>,
): Promise<Result<{ readonly feed: Feed; readonly row: RunRow }, Problem>> {
  const feed = await findFeed(deps.store, code);
  const row = feed === undefined ? undefined : await findRun(deps.store, feed.id, run);
  return feed === undefined || row === undefined ? err(problem("not_found")) : ok({ feed, row });
}
