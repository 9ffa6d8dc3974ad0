import { z } from "zod";
import { accountSchema } from "#customers/accounts/account-fields.ts";
import { findAccountsOf } from "#customers/accounts/find-accounts.ts";
import { codeParams } from "#customers/api/schemas.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findCustomerId } from "#customers/find-customer.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { viewOf } from "./view-of.ts";

export function listCustomerAccountsOperation({ store }: CustomerDeps): Operation {
  return defineOperation({
    operationId: "listCustomerAccounts",
    method: "get",
    path: "/v1/customers/:code/accounts",
    tag: "accounts",
    summary: "Read the accounts that a customer holds, the newest first",
    scope: "customers:read",
    params: codeParams,
    success: { status: 200, description: "Her accounts.", schema: z.object({ items: z.array(accountSchema) }) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ params }) => {
      const id = await findCustomerId(store, params.code);
      if (id === undefined) return err(problem("not_found"));
      const found = await findAccountsOf(store, id);
      return ok({ items: found.map(({ code, state }) => viewOf({ code, ...state })) });
    },
  });
}
