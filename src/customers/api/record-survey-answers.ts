import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import { auditedFacts } from "#customers/audited-facts.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordSurveyAnswers } from "#customers/record-survey-answers.ts";
import { codeParams, codeText, origin, recordedSchema } from "./schemas.ts";

const body = z.strictObject({
  ...origin,
  responseId: codeText,
  survey: codeText,
  category: codeText.nullable().optional(),
  answers: z
    .array(z.strictObject({ question: codeText, answer: z.string().max(4_000) }))
    .min(1)
    .max(200),
});

export function recordSurveyAnswersOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "recordSurveyAnswers",
    method: "post",
    path: "/v1/customers/:code/survey-answers",
    tag: "customers",
    summary: "Record what she answered",
    scope: "customers:write",
    params: codeParams,
    body,
    success: { status: 200, description: "Whether it was new.", schema: recordedSchema },
    problems: ["invalid_request", "invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params: { code }, body: input }) =>
      recordSurveyAnswers({ deps: auditedFacts(deps, { actor, action: "record-survey-answers", code }), code, input }),
  });
}
