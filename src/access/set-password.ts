import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { AccessDeps } from "./access-deps.ts";
import { auditIfChanged } from "./audit.ts";
import type { Auth } from "./create-auth.ts";
import { isPassword, passwordFault } from "./create-operator.ts";
import { type OperatorsActor, refuseBeyond } from "./refuse-beyond.ts";

/** Sets an operator's password and ends all her sessions in the same batch: none outlives the secret that it began with. */
export async function setPassword({
  deps,
  auth,
  actor,
  input,
}: {
  readonly deps: AccessDeps;
  readonly auth: Auth;
  readonly actor: OperatorsActor;
  readonly input: { readonly operatorId: string; readonly password: string };
}): Promise<Result<void, Problem>> {
  if (!isPassword(input.password)) return err(passwordFault("/password"));
  const refusal = await refuseBeyond({ store: deps.store, actor, operatorId: input.operatorId });
  if (refusal !== undefined) return err(refusal);
  const at = deps.clock.now();
  const hash = await auth.hashPassword(input.password);
  const [, changed] = await deps.store.write([
    { sql: "delete from session where user_id = ?", params: [input.operatorId] },
    {
      sql: `update account set password = ?, updated_at = ? where user_id = ? and provider_id = 'credential' returning id`,
      params: [hash, at, input.operatorId],
    },
    auditIfChanged({ at, actor, action: "set-password", subject: { kind: "operator", id: input.operatorId } }),
  ]);
  return changed?.length === 1 ? ok(undefined) : err(problem("not_found"));
}
