import { z } from "zod";
import { ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { promoteModel } from "#predict/registry/models/promote-model.ts";
import { defineOperation } from "#web/operation.ts";
import { codeParams, modelView, TAG, viewOfModel, WRITE } from "./api-shapes.ts";

export function promotePredictionModel(deps: PredictDeps) {
  return defineOperation({
    operationId: "promotePredictionModel",
    method: "put",
    path: "/v1/predictions/:code/champion",
    tag: TAG,
    summary: "Choose the model whose scores count",
    description:
      "The way back to an earlier model, or on to a challenger, whatever the evidence says. Everybody is scored anew.",
    scope: WRITE,
    params: codeParams,
    body: z.strictObject({ version: z.int().min(1) }),
    success: { status: 200, description: "The model, which is the champion now.", schema: modelView },
    problems: [
      "invalid_json",
      "invalid_request",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
      "invalid_content",
    ],
    handle: async ({ actor, params, body }) => {
      const promoted = await promoteModel({ deps, actor, input: { ...params, ...body } });
      return promoted.ok ? ok(viewOfModel(promoted.value)) : promoted;
    },
  });
}
