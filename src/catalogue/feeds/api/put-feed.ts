import { defineOperation } from "#web/operation.ts";
import { WRITE } from "#catalogue/api/api-shapes.ts";
import { feedInput } from "#catalogue/feeds/feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { putFeed as put } from "#catalogue/feeds/put-feed.ts";
import { feedParams } from "./feed-shapes.ts";

export function putFeed(deps: FeedDeps) {
  return defineOperation({
    operationId: "putFeed",
    method: "put",
    path: "/v1/feeds/:code",
    tag: "Feeds",
    summary: "Put a product feed",
    description: "How a feed is read, and where and when it is fetched. Nothing is fetched by this call.",
    scope: WRITE,
    params: feedParams,
    body: feedInput,
    success: { status: 204, description: "It stands." },
    problems: [
      "invalid_json",
      "invalid_request",
      "unauthenticated",
      "forbidden",
      "payload_too_large",
      "invalid_content",
    ],
    handle: ({ actor, params: { code }, body: { header, ...settings } }) =>
      put({ deps, actor, input: { code, settings, header } }),
  });
}
