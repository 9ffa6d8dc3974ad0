import { z } from "zod";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { ruleBody, ruleCode, ruleView } from "#predict/rules/prediction-rule.ts";
import { putRule } from "#predict/rules/put-rule.ts";
import { defineOperation } from "#web/operation.ts";
import { TAG, WRITE } from "./api-shapes.ts";

export function putPredictionRule(deps: PredictDeps) {
  return defineOperation({
    operationId: "putPredictionRule",
    method: "put",
    path: "/v1/prediction-rules/:code",
    tag: TAG,
    summary: "Put a rule over predictions",
    description:
      "A model with a threshold, or CEL, within dates. A change is another version; none ever changes. Segments, triggers and rules of the catalogue ask for it by predicted(code).",
    scope: WRITE,
    params: z.object({ code: ruleCode }),
    body: ruleBody,
    success: { status: 200, description: "Its newest version.", schema: ruleView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "not_found", "invalid_content"],
    handle: ({ actor, params, body }) => putRule({ deps, actor, input: { code: params.code, rule: body } }),
  });
}
