import { ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { listPredictions as list } from "#predict/registry/prediction.ts";
import { defineOperation } from "#web/operation.ts";
import { listOf, predictionView, READ, TAG, viewOfPrediction } from "./api-shapes.ts";

export function listPredictions({ store }: PredictDeps) {
  return defineOperation({
    operationId: "listPredictions",
    method: "get",
    path: "/v1/predictions",
    tag: TAG,
    summary: "List predictions",
    scope: READ,
    success: { status: 200, description: "All of them, by code.", schema: listOf(predictionView) },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ items: (await list(store)).map(viewOfPrediction) }),
  });
}
