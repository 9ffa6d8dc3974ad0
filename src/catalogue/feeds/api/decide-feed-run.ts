import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { WRITE } from "#catalogue/api/api-shapes.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { decideRun } from "#catalogue/feeds/run/decide-run.ts";
import { runView } from "#catalogue/feeds/run/run.ts";
import { findRun, viewOfRun } from "#catalogue/feeds/run/run-rows.ts";
import { getKnownRun, runParams } from "./feed-shapes.ts";

export function decideFeedRun(deps: FeedDeps) {
  return defineOperation({
    operationId: "decideFeedRun",
    method: "post",
    path: "/v1/feeds/:code/runs/:run/decision",
    tag: "Feeds",
    summary: "Decide on a run that is held",
    scope: WRITE,
    params: runParams,
    body: z.strictObject({ decision: z.enum(["apply", "discard"]) }),
    success: { status: 200, description: "The run as it is now.", schema: runView },
    problems: [
      "invalid_json",
      "invalid_request",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
      "payload_too_large",
      "invalid_content",
    ],
    handle: async ({ actor, params, body }) => {
      const known = await getKnownRun(deps, params);
      if (!known.ok) return known;
      const decided = await decideRun({ deps, actor, feed: known.value.feed, run: params.run, ...body });
      if (!decided.ok) return decided;
      const row = await findRun(deps.store, known.value.feed.id, params.run);
      return row === undefined ? err(problem("not_found")) : ok(viewOfRun(row));
    },
  });
}
