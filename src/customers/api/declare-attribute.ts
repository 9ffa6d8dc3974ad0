import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { attributeSchema, attributeView } from "./attribute-schema.ts";

const { name: _, ...fields } = attributeSchema.shape;

export function declareAttributeOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "declareAttribute",
    method: "put",
    path: "/v1/attributes/:name",
    tag: "customers",
    summary: "Declare a customer attribute, or change its label, allowed values or viewers",
    description: "Its type never changes. A vendor declares at most 96.",
    scope: "customers:write",
    params: z.object({ name: z.string().max(100) }),
    body: z.strictObject(fields),
    success: { status: 200, description: "The attribute.", schema: attributeSchema },
    problems: ["invalid_request", "invalid_json", "invalid_content", "unauthenticated", "forbidden", "conflict"],
    handle: async ({ actor, params, body: { allowed, ...body } }) => {
      const input = { ...body, name: params.name, ...(allowed === undefined ? {} : { allowed }) };
      const declared = await declareAttribute({ deps, actor, input });
      return declared.ok ? ok(attributeView(declared.value)) : declared;
    },
  });
}
