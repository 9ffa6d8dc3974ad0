import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { listModels } from "#predict/registry/models/model.ts";
import { findPrediction } from "#predict/registry/prediction.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, listOf, modelView, READ, TAG, viewOfModel } from "./api-shapes.ts";

export function listPredictionModels({ store }: PredictDeps) {
  return defineOperation({
    operationId: "listPredictionModels",
    method: "get",
    path: "/v1/predictions/:code/models",
    tag: TAG,
    summary: "List models of a prediction",
    description: "Each with its card, as it was judged on time that it had not seen, and its drift since.",
    scope: READ,
    params: codeParams,
    success: { status: 200, description: "The newest first.", schema: listOf(modelView) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findPrediction(store, params.code);
      if (found === undefined) return err(problem("not_found"));
      return ok({ items: (await listModels(store, found.id)).map(viewOfModel) });
    },
  });
}
