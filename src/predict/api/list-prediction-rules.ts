import { ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { listRules, ruleView } from "#predict/rules/prediction-rule.ts";
import { defineOperation } from "#web/operation.ts";
import { listOf, READ, TAG } from "./api-shapes.ts";

export function listPredictionRules({ store }: PredictDeps) {
  return defineOperation({
    operationId: "listPredictionRules",
    method: "get",
    path: "/v1/prediction-rules",
    tag: TAG,
    summary: "List rules over predictions",
    scope: READ,
    success: { status: 200, description: "The newest version of each, by code.", schema: listOf(ruleView) },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ items: await listRules(store) }),
  });
}
