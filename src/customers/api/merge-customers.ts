import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { getCustomer } from "#customers/find-customer.ts";
import { seenBy } from "#customers/seen-by.ts";
import { mergeCustomers } from "#customers/merge-customers.ts";
import { codeParams, customerCode, customerSchema } from "./schemas.ts";

export function mergeCustomersOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "mergeCustomers",
    method: "post",
    path: "/v1/customers/:code/merge",
    tag: "customers",
    summary: "Make another record part of this customer",
    description: "Facts, names and consent move here; the other code leads here from then on. It can't be undone.",
    scope: "customers:write",
    params: codeParams,
    body: z.strictObject({ from: customerCode.describe("The code of the record that goes.") }),
    success: { status: 200, description: "The survivor.", schema: customerSchema },
    problems: ["invalid_request", "invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params: { code: into }, body: { from } }) => {
      const merged = await mergeCustomers({ deps, actor, input: { from, into } });
      return merged.ok ? getCustomer(deps.store, into, seenBy(actor)) : merged;
    },
  });
}
