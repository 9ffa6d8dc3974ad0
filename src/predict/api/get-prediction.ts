import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { findPrediction } from "#predict/registry/prediction.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, predictionView, READ, TAG, viewOfPrediction } from "./api-shapes.ts";

export function getPrediction({ store }: PredictDeps) {
  return defineOperation({
    operationId: "getPrediction",
    method: "get",
    path: "/v1/predictions/:code",
    tag: TAG,
    summary: "Get a prediction",
    scope: READ,
    params: codeParams,
    success: { status: 200, description: "The prediction.", schema: predictionView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findPrediction(store, params.code);
      return found === undefined ? err(problem("not_found")) : ok(viewOfPrediction(found));
    },
  });
}
