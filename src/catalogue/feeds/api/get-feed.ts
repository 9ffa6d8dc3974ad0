import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { READ } from "#catalogue/api/api-shapes.ts";
import { feedView } from "#catalogue/feeds/feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { viewOfFeed } from "#catalogue/feeds/find-feed.ts";
import { feedParams, getKnownFeed } from "./feed-shapes.ts";

export function getFeed(deps: FeedDeps) {
  return defineOperation({
    operationId: "getFeed",
    method: "get",
    path: "/v1/feeds/:code",
    tag: "Feeds",
    summary: "Get a product feed",
    scope: READ,
    params: feedParams,
    success: { status: 200, description: "The feed.", schema: feedView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const feed = await getKnownFeed(deps, params.code);
      return feed.ok ? ok(viewOfFeed(feed.value)) : feed;
    },
  });
}
