import { codeParams } from "#customers/api/schemas.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findCustomerId } from "#customers/find-customer.ts";
import { findHouseholdOf } from "#customers/households/find-household.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { householdSchema } from "./household-schemas.ts";

export function getCustomerHouseholdOperation({ store }: CustomerDeps): Operation {
  return defineOperation({
    operationId: "getCustomerHousehold",
    method: "get",
    path: "/v1/customers/:code/household",
    tag: "households",
    summary: "Read the household that a customer is in",
    scope: "customers:read",
    params: codeParams,
    success: { status: 200, description: "The household.", schema: householdSchema },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ params }) => {
      const id = await findCustomerId(store, params.code);
      const found = id === undefined ? undefined : await findHouseholdOf(store, id);
      return found === undefined ? err(problem("not_found")) : ok({ ...found, members: [...found.members] });
    },
  });
}
