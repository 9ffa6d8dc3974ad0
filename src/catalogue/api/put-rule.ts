import { z } from "zod";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { putVendorRule } from "#catalogue/rules/put-vendor-rule.ts";
import { ruleName, vendorRuleBody, vendorRuleView } from "#catalogue/rules/vendor-rule-row.ts";
import { WRITE } from "./api-shapes.ts";

export function putRule(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "putRule",
    method: "put",
    path: "/v1/rules/:name",
    tag: "Rules",
    summary: "Put a rule",
    description:
      "Makes the rule or its next version. The source is checked against the vocabulary; each fault comes with its line and column. Takes effect with the next selection.",
    scope: WRITE,
    params: z.object({ name: ruleName }),
    body: vendorRuleBody,
    success: { status: 200, description: "The rule as it stands now.", schema: vendorRuleView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ actor, params, body }) => putVendorRule({ deps, actor, input: { ...params, rule: body } }),
  });
}
