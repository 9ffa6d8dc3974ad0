import type { Operation } from "#web/operation.ts";
import type { AccessDeps } from "./access-deps.ts";
import { createKeyOperation } from "./api/create-key.ts";
import { listAuditOperation } from "./api/list-audit.ts";
import { listKeysOperation } from "./api/list-keys.ts";
import { revokeKeyOperation } from "./api/revoke-key.ts";

export function accessOperations(deps: AccessDeps): readonly Operation[] {
  return [createKeyOperation(deps), listKeysOperation(deps), revokeKeyOperation(deps), listAuditOperation(deps)];
}
