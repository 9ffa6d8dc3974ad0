import { defineOperation } from "#web/operation.ts";
import { WRITE } from "#catalogue/api/api-shapes.ts";
import { deleteFeed as remove } from "#catalogue/feeds/delete-feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { feedParams } from "./feed-shapes.ts";

export function deleteFeed(deps: FeedDeps) {
  return defineOperation({
    operationId: "deleteFeed",
    method: "delete",
    path: "/v1/feeds/:code",
    tag: "Feeds",
    summary: "Delete a product feed",
    description: "With its runs. Its product sets stay as they are.",
    scope: WRITE,
    params: feedParams,
    success: { status: 204, description: "It is gone." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: ({ actor, params }) => remove({ deps, actor, input: params }),
  });
}
