import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { listVendorRules } from "#catalogue/rules/list-vendor-rules.ts";
import { vendorRuleView } from "#catalogue/rules/vendor-rule-row.ts";
import { pageSchema, pageSearch, READ } from "./api-shapes.ts";

export function listRules({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "listRules",
    method: "get",
    path: "/v1/rules",
    tag: "Rules",
    summary: "List rules",
    scope: READ,
    search: z.object(pageSearch),
    success: { status: 200, description: "A page of rules, by name.", schema: pageSchema(vendorRuleView) },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => ok(await listVendorRules(store, search)),
  });
}
