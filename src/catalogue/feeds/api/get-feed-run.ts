import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { READ } from "#catalogue/api/api-shapes.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { rejectView, runView } from "#catalogue/feeds/run/run.ts";
import { listRejects, viewOfRun } from "#catalogue/feeds/run/run-rows.ts";
import { getKnownRun, runParams } from "./feed-shapes.ts";

export function getFeedRun(deps: FeedDeps) {
  return defineOperation({
    operationId: "getFeedRun",
    method: "get",
    path: "/v1/feeds/:code/runs/:run",
    tag: "Feeds",
    summary: "Get a run with its reject report",
    description:
      "While it is read or applied, the numbers tell how far it is. The report has its first thousand faults.",
    scope: READ,
    params: runParams,
    success: {
      status: 200,
      description: "The run.",
      schema: runView.extend({ rejects: z.array(rejectView).readonly() }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const known = await getKnownRun(deps, params);
      if (!known.ok) return known;
      return ok({ ...viewOfRun(known.value.row), rejects: await listRejects(deps.store, params.run) });
    },
  });
}
