import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { READ } from "#catalogue/api/api-shapes.ts";
import { feedView } from "#catalogue/feeds/feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { listFeeds as list, viewOfFeed } from "#catalogue/feeds/find-feed.ts";

export function listFeeds({ store }: FeedDeps) {
  return defineOperation({
    operationId: "listFeeds",
    method: "get",
    path: "/v1/feeds",
    tag: "Feeds",
    summary: "List product feeds",
    scope: READ,
    success: {
      status: 200,
      description: "All feeds, by code.",
      schema: z.strictObject({ items: z.array(feedView).readonly() }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ items: (await list(store)).map(viewOfFeed) }),
  });
}
