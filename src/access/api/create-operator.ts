import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { OperatorDeps } from "#access/access-deps.ts";
import { createOperator } from "#access/create-operator.ts";
import { newOperatorBody } from "./operator-schema.ts";

export function createOperatorOperation(deps: OperatorDeps): Operation {
  return defineOperation({
    operationId: "createOperator",
    method: "post",
    path: "/v1/operators",
    tag: "access",
    summary: "Add an operator",
    description: "Nobody signs up alone, and nobody adds an operator whose role holds more than the caller does.",
    scope: "operators:manage",
    body: newOperatorBody,
    success: { status: 201, description: "The operator may sign in.", schema: z.object({ id: z.string() }) },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "conflict", "too_many_requests"],
    handle: async ({ actor, body: input }) => createOperator({ deps, auth: await deps.auth(), actor, input }),
  });
}
