import { z } from "zod";
import { err } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { OperatorDeps } from "#access/access-deps.ts";
import { refuseBeyond } from "#access/refuse-beyond.ts";
import { setPassword } from "#access/set-password.ts";
import { operatorId, passwordSchema } from "./operator-schema.ts";

export function setPasswordOperation(deps: OperatorDeps): Operation {
  return defineOperation({
    operationId: "setPassword",
    method: "put",
    path: "/v1/operators/:id/password",
    tag: "access",
    summary: "Set an operator's password",
    description: "For somebody who lost hers, or for oneself. Ends all sessions of that operator.",
    scope: "operators:manage",
    params: operatorId,
    body: z.strictObject({ password: passwordSchema }),
    success: { status: 204, description: "Only the new password opens." },
    problems: [
      "invalid_json",
      "invalid_request",
      "invalid_content",
      "unauthenticated",
      "forbidden",
      "not_found",
      "too_many_requests",
    ],
    handle: async ({ actor, params, body: { password } }) => {
      const refusal = await refuseBeyond({ store: deps.store, actor, operatorId: params.id });
      if (refusal !== undefined) return err(refusal);
      return setPassword({ deps, auth: await deps.auth(), actor, input: { operatorId: params.id, password } });
    },
  });
}
