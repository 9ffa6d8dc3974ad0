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
      "The body is the feed itself, in the form that its settings name, gzip or not, read as it streams. Without a byte of body the feed is fetched from its address, and refused where it has none. Answers when the feed was read; `state` says what became of it.",
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
      const pushed = await pushedFeed(request);
      const started =
        pushed === undefined
          ? await fetchRun({ ...call, origin: "url" })
          : await pushRun({ ...call, bytes: pushed.bytes });
      await pushed?.close();
      if (!started.ok) return started;
      const row = await findRun(deps.store, known.value.id, started.value);
      return row === undefined ? err(problem("not_found")) : ok(viewOfRun(row));
    },
  });
}

/**
 * The feed that was sent, packed or not: its reader sees that by itself. undefined where not one byte came; a server may give
 * every POST a body (Node does), so that only its first bytes tell.
 */
async function pushedFeed({ body }: Request): Promise<PushedFeed | undefined> {
  if (body === null) return undefined;
  const parts = iterate(body);
  for (;;) {
    const { done, value } = await parts.next();
    if (done === true) return undefined;
    if (value.byteLength === 0) continue;
    return { bytes: begunWith(value, parts), close: async () => void (await parts.return(undefined)) };
  }
}

type PushedFeed = {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Lets go of what nobody reads: a run may be refused after its first bytes came. */
  readonly close: () => Promise<void>;
};

async function* begunWith(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
