import { ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { askTraining } from "#predict/registry/runs/ask-training.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, runView, TAG, viewOfRun, WRITE } from "./api-shapes.ts";

export function trainPrediction(deps: PredictDeps) {
  return defineOperation({
    operationId: "trainPrediction",
    method: "post",
    path: "/v1/predictions/:code/runs",
    tag: TAG,
    summary: "Train a prediction",
    description: "Asks for a training now. Where one waits or is under way already, that is it.",
    scope: WRITE,
    params: codeParams,
    success: { status: 202, description: "The training that was asked for.", schema: runView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params }) => {
      const asked = await askTraining({ deps, actor, input: params });
      return asked.ok ? ok(viewOfRun(asked.value)) : asked;
    },
  });
}
