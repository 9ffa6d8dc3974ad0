import { z } from "zod";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { putAddressRule } from "#customers/households/address-rule.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { ruleSchema, ruleView } from "./household-rule-schema.ts";

export function putHouseholdRuleOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "putHouseholdRule",
    method: "put",
    path: "/v1/household-rule",
    tag: "households",
    summary: "Bring those together who share surname and address, or end that",
    description:
      "Off unless it is switched on. Customers are walked over at once and then once a day; a household that was declared comes before what the rule says.",
    scope: "customers:write",
    body: z.strictObject({ attributes: ruleSchema }),
    success: { status: 200, description: "The rule in force.", schema: ruleView },
    problems: ["invalid_json", "invalid_request", "invalid_content", "unauthenticated", "forbidden"],
    handle: async ({ actor, body: { attributes } }) => {
      const put = await putAddressRule({ deps, actor, rule: attributes === null ? null : { attributes } });
      return put.ok ? ok({ attributes }) : put;
    },
  });
}
