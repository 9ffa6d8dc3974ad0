import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { pageSchema, pageSearch, READ } from "#catalogue/api/api-shapes.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { runView } from "#catalogue/feeds/run/run.ts";
import { listRuns } from "#catalogue/feeds/run/run-rows.ts";
import { feedParams, getKnownFeed } from "./feed-shapes.ts";

export function listFeedRuns(deps: FeedDeps) {
  return defineOperation({
    operationId: "listFeedRuns",
    method: "get",
    path: "/v1/feeds/:code/runs",
    tag: "Feeds",
    summary: "List the runs of a feed",
    description: "The newest first; the last fifty are kept.",
    scope: READ,
    params: feedParams,
    search: z.object(pageSearch),
    success: { status: 200, description: "A page of runs.", schema: pageSchema(runView) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params, search }) => {
      const feed = await getKnownFeed(deps, params.code);
      return feed.ok ? ok(await listRuns(deps.store, { feedId: feed.value.id, ...search })) : feed;
    },
  });
}
