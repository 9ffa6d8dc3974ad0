import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { AccessDeps } from "./access-deps.ts";
import { auditIfChanged } from "./audit.ts";
import { type OperatorsActor, refuseBeyond } from "./refuse-beyond.ts";
import type { Role } from "./scopes.ts";

/** Changes what an operator may do, from her next request on. The last owner stays one, or nobody could ever change it back. */
export async function setRole({
  deps,
  actor,
  input,
}: {
  readonly deps: AccessDeps;
  readonly actor: OperatorsActor;
  readonly input: { readonly operatorId: string; readonly role: Role };
}): Promise<Result<void, Problem>> {
  const { operatorId, role } = input;
  const refusal = await refuseBeyond({ store: deps.store, actor, role, operatorId });
  if (refusal !== undefined) return err(refusal);
  const at = deps.clock.now();
  const [changed, , found] = await deps.store.write([
    {
      sql: `update user set role = ?1, updated_at = ?2
        where id = ?3 and (?1 = 'owner' or exists (select 1 from user as other where other.role = 'owner' and other.id <> ?3))
        returning id`,
      params: [role, at, operatorId],
    },
    auditIfChanged({
      at,
      actor,
      action: "set-role",
      subject: { kind: "operator", id: operatorId },
      detail: { role },
    }),
    { sql: "select id from user where id = ?", params: [operatorId] },
  ]);
  if (changed?.length === 1) return ok(undefined);
  return err(found?.length === 1 ? problem("conflict", "The last owner stays an owner.") : problem("not_found"));
}
