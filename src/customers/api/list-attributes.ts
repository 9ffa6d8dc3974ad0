import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { findAttributes } from "#customers/attributes.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { attributeSchema, attributeView } from "./attribute-schema.ts";

export function listAttributesOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "listAttributes",
    method: "get",
    path: "/v1/attributes",
    tag: "customers",
    summary: "List the declared customer attributes",
    scope: "customers:read",
    success: { status: 200, description: "All of them.", schema: z.object({ items: z.array(attributeSchema) }) },
    problems: ["unauthenticated", "forbidden", "too_many_requests"],
    handle: async () => {
      const attributes = await findAttributes(deps.store);
      return ok({ items: [...attributes.values()].map(attributeView) });
    },
  });
}
