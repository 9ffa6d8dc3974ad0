import { ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { predictionBody } from "#predict/registry/prediction.ts";
import { putPrediction as put } from "#predict/registry/put-prediction.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, predictionView, TAG, viewOfPrediction, WRITE } from "./api-shapes.ts";

export function putPrediction(deps: PredictDeps) {
  return defineOperation({
    operationId: "putPrediction",
    method: "put",
    path: "/v1/predictions/:code",
    tag: TAG,
    summary: "Put a prediction",
    description:
      "Declares a question about each customer or account, or changes its settings. A model is trained with the next turn, judged on the time that is held out, and scores everybody; from then on rules may ask score(code).",
    scope: WRITE,
    params: codeParams,
    body: predictionBody,
    success: { status: 200, description: "The prediction as it stands now.", schema: predictionView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "conflict", "invalid_content"],
    handle: async ({ actor, params, body }) => {
      const saved = await put({ deps, actor, input: { code: params.code, prediction: body } });
      return saved.ok ? ok(viewOfPrediction(saved.value)) : saved;
    },
  });
}
