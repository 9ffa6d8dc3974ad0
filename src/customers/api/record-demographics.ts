import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import { auditedFacts } from "#customers/audited-facts.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordDemographics } from "#customers/record-demographics.ts";
import { codeParams, origin, recordedSchema } from "./schemas.ts";

const fact = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, "snake_case, at most 50 characters."),
  value: z.string().max(500),
});

export function recordDemographicsOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "recordDemographics",
    method: "post",
    path: "/v1/customers/:code/demographics",
    tag: "customers",
    summary: "Record demographic facts",
    description: "Of each name the latest value from each source stands.",
    scope: "customers:write",
    params: codeParams,
    body: z.strictObject({ ...origin, facts: z.array(fact).min(1).max(100) }),
    success: { status: 200, description: "Whether they were new.", schema: recordedSchema },
    problems: ["invalid_request", "invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params: { code }, body: input }) =>
      recordDemographics({ deps: auditedFacts(deps, { actor, action: "record-demographics", code }), code, input }),
  });
}
