import { z } from "zod";
import { err } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { AccessDeps } from "#access/access-deps.ts";
import { refuseBeyond } from "#access/refuse-beyond.ts";
import { setRole } from "#access/set-role.ts";
import { operatorId, roleSchema } from "./operator-schema.ts";

export function setRoleOperation(deps: AccessDeps): Operation {
  return defineOperation({
    operationId: "setRole",
    method: "put",
    path: "/v1/operators/:id/role",
    tag: "access",
    summary: "Change what an operator may do",
    description: "Holds from the operator's next request on. The last owner stays an owner.",
    scope: "operators:manage",
    params: operatorId,
    body: z.strictObject({ role: roleSchema }),
    success: { status: 204, description: "The operator has this role." },
    problems: [
      "invalid_json",
      "invalid_request",
      "invalid_content",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
      "too_many_requests",
    ],
    handle: async ({ actor, params, body: { role } }) => {
      const refusal = await refuseBeyond({ store: deps.store, actor, role, operatorId: params.id });
      return refusal === undefined ? setRole({ deps, actor, input: { operatorId: params.id, role } }) : err(refusal);
    },
  });
}
