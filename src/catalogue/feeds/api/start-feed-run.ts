import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { iterate } from "#customers/import/read/unpack.ts";
import { defineOperation } from "#web/operation.ts";
import { WRITE } from "#catalogue/api/api-shapes.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { fetchRun } from "#catalogue/feeds/run/fetch-run.ts";
import { pushRun } from "#catalogue/feeds/run/push-run.ts";
import { runView } from "#catalogue/feeds/run/run.ts";
import { findRun, viewOfRun } from "#catalogue/feeds/run/run-rows.ts";
import { feedParams, getKnownFeed } from "./feed-shapes.ts";

export function startFeedRun(deps: FeedDeps) {
  return defineOperation({
    operationId: "startFeedRun",
    method: "post",
    path: "/v1/feeds/:code/runs",
    tag: "Feeds",
    summary: "Push or fetch a feed",
    description:
      "The body is the feed itself, in the form that its settings name, gzip or not, read as it streams. Without a body the feed is fetched from its address. Answers when the feed was read; `state` says what became of it.",
    scope: WRITE,
    params: feedParams,
    search: z.object({
      dry: z.enum(["true", "false"]).default("false").describe("true: read, checked and counted; nothing is changed."),
    }),
    success: { status: 200, description: "The run.", schema: runView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: async ({ actor, params, search, request }) => {
      const known = await getKnownFeed(deps, params.code);
      if (!known.ok) return known;
      const call = { deps, actor, feed: known.value, isDry: search.dry === "true" };
      const isFetched = request.body === null && known.value.settings.url !== undefined;
      const started = isFetched
        ? await fetchRun({ ...call, origin: "url" })
        : await pushRun({ ...call, bytes: bytesOf(request) });
      if (!started.ok) return started;
      const row = await findRun(deps.store, known.value.id, started.value);
      return row === undefined ? err(problem("not_found")) : ok(viewOfRun(row));
    },
  });
}

/** A body that is packed on the way is packed to the reader too, which sees it by itself. */
async function* bytesOf({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* iterate(body);
}
