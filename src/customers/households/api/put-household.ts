import { z } from "zod";
import { codeText, origin } from "#customers/api/schemas.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { putHousehold } from "#customers/households/put-household.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { householdCode, householdSchema } from "./household-schemas.ts";

export function putHouseholdOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "putHousehold",
    method: "put",
    path: "/v1/households/:code",
    tag: "households",
    summary: "Say who lives in a household",
    description:
      "Members who are not named leave it; a customer is in one household at most, so who was in another one leaves that.",
    scope: "customers:write",
    params: householdCode,
    body: z.strictObject({ members: z.array(codeText).max(50), source: origin.source }),
    success: { status: 200, description: "The household as it is now.", schema: householdSchema },
    problems: ["invalid_json", "invalid_request", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params, body: input }) => {
      const saved = await putHousehold({ deps, actor, code: params.code, input });
      return saved.ok ? ok({ ...saved.value, members: [...saved.value.members] }) : saved;
    },
  });
}
