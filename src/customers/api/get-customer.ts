import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { getCustomer } from "#customers/find-customer.ts";
import { seenBy } from "#customers/seen-by.ts";
import { codeParams, customerSchema } from "./schemas.ts";

export function getCustomerOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "getCustomer",
    method: "get",
    path: "/v1/customers/:code",
    tag: "customers",
    summary: "Read one customer",
    description:
      "The code of a merged record leads to its survivor. Of the declared attributes those that operators may see (visibleTo); a key with `export:personal` sees all.",
    scope: "customers:read",
    params: codeParams,
    success: { status: 200, description: "The customer.", schema: customerSchema },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: ({ actor, params }) => getCustomer(deps.store, params.code, seenBy(actor)),
  });
}
