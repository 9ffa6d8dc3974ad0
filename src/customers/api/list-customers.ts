import { ok } from "#kernel/result.ts";
import { pageSchema, pageSearch } from "#access/api/page-search.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { seenBy } from "#customers/seen-by.ts";
import { listCustomers } from "#customers/list-customers.ts";
import { customerSchema } from "./schemas.ts";

export function listCustomersOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "listCustomers",
    method: "get",
    path: "/v1/customers",
    tag: "customers",
    summary: "List customers in the order in which they came",
    scope: "customers:read",
    search: pageSearch,
    success: { status: 200, description: "A page of customers.", schema: pageSchema(customerSchema) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ actor, search }) => {
      const page = await listCustomers(deps.store, { ...search, sees: seenBy(actor) });
      return ok({ ...page, items: [...page.items] });
    },
  });
}
