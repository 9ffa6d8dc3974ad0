import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import type { Call } from "./call.ts";
import type { CallDeps } from "./call-deps.ts";
import { findCall } from "./find-call.ts";

/** The caller hung up: from now on the call shows nothing and takes nothing. Ended twice is ended. */
export async function endCall(
  { store, clock }: Pick<CallDeps, "store" | "clock">,
  { actor, id }: { readonly actor: AuditActor; readonly id: string },
): Promise<Result<Call, Problem>> {
  const found = await findCall({ store }, { actor, id });
  if (!found.ok) return found;
  const at = clock.now();
  await store.write([
    { sql: "update calls set ended_at = ? where id = ? and ended_at is null", params: [at, id] },
    auditIfChanged({
      at,
      actor,
      action: "end-call",
      subject: { kind: "customer", id: found.value.customer },
      detail: { call: id },
    }),
  ]);
  const ended = await findCall({ store }, { actor, id });
  return ended.ok ? ended : err(problem("not_found"));
}
