import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { findPrediction } from "#predict/registry/prediction.ts";
import { listRuns } from "#predict/registry/runs/run.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, listOf, READ, runView, TAG, viewOfRun } from "./api-shapes.ts";

export function listPredictionRuns({ store }: PredictDeps) {
  return defineOperation({
    operationId: "listPredictionRuns",
    method: "get",
    path: "/v1/predictions/:code/runs",
    tag: TAG,
    summary: "List trainings and scorings of a prediction",
    scope: READ,
    params: codeParams,
    search: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
    success: { status: 200, description: "The newest first.", schema: listOf(runView) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params, search }) => {
      const found = await findPrediction(store, params.code);
      if (found === undefined) return err(problem("not_found"));
      return ok({ items: (await listRuns(store, found.id, search.limit)).map(viewOfRun) });
    },
  });
}
