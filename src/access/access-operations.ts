import type { Operation } from "#web/operation.ts";
import type { OperatorDeps } from "./access-deps.ts";
import { createKeyOperation } from "./api/create-key.ts";
import { createOperatorOperation } from "./api/create-operator.ts";
import { listAuditOperation } from "./api/list-audit.ts";
import { listKeysOperation } from "./api/list-keys.ts";
import { listOperatorsOperation } from "./api/list-operators.ts";
import { revokeKeyOperation } from "./api/revoke-key.ts";
import { setPasswordOperation } from "./api/set-password.ts";
import { setRoleOperation } from "./api/set-role.ts";

/** Everything that the API can do with who may come in, a line each. */
export function accessOperations(deps: OperatorDeps): readonly Operation[] {
  return [
    createKeyOperation(deps),
    listKeysOperation(deps),
    revokeKeyOperation(deps),
    listOperatorsOperation(deps),
    createOperatorOperation(deps),
    setRoleOperation(deps),
    setPasswordOperation(deps),
    listAuditOperation(deps),
  ];
}
