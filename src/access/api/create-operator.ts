import { z } from "zod";
import { err } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { OperatorDeps } from "#access/access-deps.ts";
import { createOperator } from "#access/create-operator.ts";
import { refuseBeyond } from "#access/refuse-beyond.ts";
import { passwordSchema, roleSchema } from "./operator-schema.ts";

const body = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z
    .string()
    .max(254)
    .meta({ examples: ["olga@shop.example"] }),
  password: passwordSchema.describe("The first one."),
  role: roleSchema,
});

export function createOperatorOperation(deps: OperatorDeps): Operation {
  return defineOperation({
    operationId: "createOperator",
    method: "post",
    path: "/v1/operators",
    tag: "access",
    summary: "Add an operator",
    description: "Nobody signs up alone, and nobody adds an operator whose role holds more than the caller does.",
    scope: "operators:manage",
    body,
    success: { status: 201, description: "The operator may sign in.", schema: z.object({ id: z.string() }) },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "conflict", "too_many_requests"],
    handle: async ({ actor, body: input }) => {
      const refusal = await refuseBeyond({ store: deps.store, actor, role: input.role });
      return refusal === undefined ? createOperator({ deps, auth: await deps.auth(), actor, input }) : err(refusal);
    },
  });
}
