import { z } from "zod";
import type { Operation } from "#web/operation.ts";
import type { AccessDeps } from "#access/access-deps.ts";
import { setRole } from "#access/set-role.ts";
import { operatorChange } from "./operator-change.ts";
import { roleSchema } from "./operator-schema.ts";

export function setRoleOperation(deps: AccessDeps): Operation {
  return operatorChange({
    operationId: "setRole",
    part: "role",
    summary: "Change what an operator may do",
    description: "Holds from the operator's next request on. The last owner stays an owner.",
    body: z.strictObject({ role: roleSchema }),
    done: "The operator has this role.",
    problems: ["conflict"],
    change: ({ actor, id, body: { role } }) => setRole({ deps, actor, input: { operatorId: id, role } }),
  });
}
