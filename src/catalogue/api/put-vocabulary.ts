import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { putVocabulary as put } from "#catalogue/put-vocabulary.ts";
import { vocabularyBody } from "#catalogue/vocabulary.ts";
import { WRITE } from "./api-shapes.ts";

export function putVocabulary(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "putVocabulary",
    method: "put",
    path: "/v1/vocabulary",
    tag: "Rules",
    summary: "Declare fields for rules",
    description:
      "Customer attributes are declared where customers are; here are fields of product sets and of the occasion.",
    scope: WRITE,
    body: vocabularyBody,
    success: { status: 204, description: "Rules may name these fields now." },
    problems: ["invalid_json", "unauthenticated", "forbidden", "conflict", "invalid_content"],
    handle: ({ actor, body }) => put({ deps, actor, input: body }),
  });
}
