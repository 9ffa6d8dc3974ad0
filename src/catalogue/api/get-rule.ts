import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { findVendorRule } from "#catalogue/rules/list-vendor-rules.ts";
import { ruleName, vendorRuleView } from "#catalogue/rules/vendor-rule-row.ts";
import { READ } from "./api-shapes.ts";

export function getRule({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "getRule",
    method: "get",
    path: "/v1/rules/:name",
    tag: "Rules",
    summary: "Get a rule",
    scope: READ,
    params: z.object({ name: ruleName }),
    success: { status: 200, description: "The rule's latest version.", schema: vendorRuleView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findVendorRule(store, params.name);
      return found === undefined ? err(problem("not_found")) : ok(found);
    },
  });
}
