import { codeParams } from "#customers/api/schemas.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findHousehold } from "#customers/households/find-household.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { householdSchema } from "./household-schemas.ts";

export function getHouseholdOperation({ store }: CustomerDeps): Operation {
  return defineOperation({
    operationId: "getHousehold",
    method: "get",
    path: "/v1/households/:code",
    tag: "households",
    summary: "Read one household",
    scope: "customers:read",
    params: codeParams,
    success: { status: 200, description: "The household.", schema: householdSchema },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ params }) => {
      const found = await findHousehold(store, params.code);
      return found === undefined ? err(problem("not_found")) : ok({ ...found, members: [...found.members] });
    },
  });
}
