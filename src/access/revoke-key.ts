import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { AccessDeps } from "./access-deps.ts";
import { type AuditActor, auditIfChanged } from "./audit.ts";

/** From the next request on the key opens nothing. Revoking twice is no error and leaves the first time standing. */
export async function revokeKey({
  deps,
  actor,
  id,
}: {
  readonly deps: AccessDeps;
  readonly actor: AuditActor;
  readonly id: string;
}): Promise<Result<{ readonly id: string; readonly revokedAt: number }, Problem>> {
  const at = deps.clock.now();
  const [, , rows] = await deps.store.write<{ revoked_at: number }>([
    { sql: "update api_keys set revoked_at = ? where id = ? and revoked_at is null", params: [at, id] },
    auditIfChanged({ at, actor, action: "revoke-key", subject: { kind: "key", id } }),
    { sql: "select revoked_at from api_keys where id = ?", params: [id] },
  ]);
  const [row] = rows ?? [];
  return row === undefined ? err(problem("not_found")) : ok({ id, revokedAt: row.revoked_at });
}
