import { accountCode, accountSchema } from "#customers/accounts/account-fields.ts";
import { getAccount } from "#customers/accounts/put-account.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { viewOf } from "./view-of.ts";

export function getAccountOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "getAccount",
    method: "get",
    path: "/v1/accounts/:code",
    tag: "accounts",
    summary: "Read one account",
    scope: "customers:read",
    params: accountCode,
    success: { status: 200, description: "The account.", schema: accountSchema },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ params }) => {
      const found = await getAccount(deps.store, params.code);
      return found.ok ? ok(viewOf(found.value)) : found;
    },
  });
}
