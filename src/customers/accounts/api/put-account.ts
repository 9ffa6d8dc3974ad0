import { accountBody, accountCode, accountSchema } from "#customers/accounts/account-fields.ts";
import { putAccount } from "#customers/accounts/put-account.ts";
import { origin } from "#customers/api/schemas.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { viewOf } from "./view-of.ts";

const body = accountBody.extend({
  at: origin.at.describe("When it was so, epoch ms; now where it is absent. An older word fills only gaps."),
  source: origin.source,
});

export function putAccountOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "putAccount",
    method: "put",
    path: "/v1/accounts/:code",
    tag: "accounts",
    summary: "Create or change an account",
    description:
      "What is absent stays as it is, null takes a value away. A card's number is refused wherever it stands; of sums only bands are kept.",
    scope: "customers:write",
    params: accountCode,
    body,
    success: { status: 200, description: "The account as it is now.", schema: accountSchema },
    problems: ["invalid_json", "invalid_request", "invalid_content", "unauthenticated", "forbidden", "conflict"],
    handle: async ({ actor, params, body: input }) => {
      const saved = await putAccount({ deps, actor, code: params.code, input });
      return saved.ok ? ok(viewOf(saved.value)) : saved;
    },
  });
}
