import { z } from "zod";
import type { Operation } from "#web/operation.ts";
import type { OperatorDeps } from "#access/access-deps.ts";
import { setPassword } from "#access/set-password.ts";
import { operatorChange } from "./operator-change.ts";
import { passwordSchema } from "./operator-schema.ts";

export function setPasswordOperation(deps: OperatorDeps): Operation {
  return operatorChange({
    operationId: "setPassword",
    part: "password",
    summary: "Set an operator's password",
    description: "For somebody who lost hers, or for oneself. Ends all sessions of that operator.",
    body: z.strictObject({ password: passwordSchema }),
    done: "Only the new password opens.",
    change: async ({ actor, id, body: { password } }) =>
      setPassword({ deps, auth: await deps.auth(), actor, input: { operatorId: id, password } }),
  });
}
