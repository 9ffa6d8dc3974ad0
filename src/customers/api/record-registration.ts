import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import { auditedFacts } from "#customers/audited-facts.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordRegistration } from "#customers/record-registration.ts";
import { codeParams, codeText, localDate, origin, recordedSchema } from "./schemas.ts";

const body = z.strictObject({
  ...origin,
  registrationId: codeText,
  productCode: codeText,
  category: codeText.nullable().optional(),
  serial: codeText.nullable().optional(),
  boughtOn: localDate.nullable().optional(),
});

export function recordRegistrationOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "recordRegistration",
    method: "post",
    path: "/v1/customers/:code/registrations",
    tag: "customers",
    summary: "Record that she registered a product",
    scope: "customers:write",
    params: codeParams,
    body,
    success: { status: 200, description: "Whether it was new.", schema: recordedSchema },
    problems: ["invalid_request", "invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params: { code }, body: input }) =>
      recordRegistration({ deps: auditedFacts(deps, { actor, action: "record-registration", code }), code, input }),
  });
}
