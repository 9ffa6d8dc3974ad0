import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { listRuleVersions, ruleCode, ruleView } from "#predict/rules/prediction-rule.ts";
import { defineOperation } from "#web/operation.ts";
import { listOf, READ, TAG } from "./api-shapes.ts";

export function listPredictionRuleVersions({ store }: PredictDeps) {
  return defineOperation({
    operationId: "listPredictionRuleVersions",
    method: "get",
    path: "/v1/prediction-rules/:code/versions",
    tag: TAG,
    summary: "List versions of a rule over predictions",
    scope: READ,
    params: z.object({ code: ruleCode }),
    success: { status: 200, description: "The newest first; a version is never changed.", schema: listOf(ruleView) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const items = await listRuleVersions(store, params.code);
      return items.length === 0 ? err(problem("not_found")) : ok({ items });
    },
  });
}
