import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findAddressRule } from "#customers/households/address-rule.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { ruleView } from "./household-rule-schema.ts";

export function getHouseholdRuleOperation({ store }: CustomerDeps): Operation {
  return defineOperation({
    operationId: "getHouseholdRule",
    method: "get",
    path: "/v1/household-rule",
    tag: "households",
    summary: "Read by which address customers are brought together",
    scope: "customers:read",
    success: { status: 200, description: "The rule in force.", schema: ruleView },
    problems: ["unauthenticated", "forbidden", "too_many_requests"],
    handle: async () => {
      const rule = await findAddressRule(store);
      return ok({ attributes: rule === null ? null : [...rule.attributes] });
    },
  });
}
