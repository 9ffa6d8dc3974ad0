import type { AuditActor } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type Call, CALL_LIFE_MS, ownerOf } from "./call.ts";
import type { CallDeps } from "./call-deps.ts";

type Named = { readonly id: string } | { readonly reference: string; readonly customerId: number };

/**
 * A call of whoever asks; another's is not there. A customer who was erased meanwhile has no call. By the primary key or the
 * unique index on references.
 */
export async function findCall(
  { store }: Pick<CallDeps, "store">,
  { actor, ...named }: Named & { readonly actor: AuditActor },
): Promise<Result<Call, Problem>> {
  const where = "id" in named ? "call.id = ?" : "call.reference = ? and call.customer_id = ?";
  const [call] = await store.read<Call>({
    sql: `select call.id, c.code as customer, c.id as customerId, call.agent, call.reference,
        call.started_at as startedAt, call.ended_at as endedAt
      from calls call join customers named on named.id = call.customer_id
      join customers c on c.id = coalesce(named.merged_into, named.id)
      where call.actor = ? and ${where} and c.erased_at is null`,
    params: [ownerOf(actor), ...("id" in named ? [named.id] : [named.reference, named.customerId])],
  });
  return call === undefined ? err(problem("not_found")) : ok(call);
}

/** A call that goes on: only in one of these an agent sees or records anything. */
export async function openCall(
  deps: Pick<CallDeps, "store" | "clock">,
  { actor, id }: { readonly actor: AuditActor; readonly id: string },
): Promise<Result<Call, Problem>> {
  const found = await findCall(deps, { actor, id });
  if (!found.ok) return found;
  const { endedAt, startedAt } = found.value;
  const isOver = endedAt !== null || deps.clock.now() - startedAt > CALL_LIFE_MS;
  return isOver ? err(problem("conflict", "The call is over.")) : found;
}

export type CallLine = Pick<Call, "id" | "customer" | "reference" | "startedAt">;

/** Calls of an agent that still go on, newest first. By calls_by_actor. */
export async function listOpenCalls(
  { store, clock }: Pick<CallDeps, "store" | "clock">,
  actor: AuditActor,
): Promise<readonly CallLine[]> {
  return store.read<CallLine>({
    sql: `select call.id, c.code as customer, call.reference, call.started_at as startedAt
      from calls call join customers c on c.id = call.customer_id
      where call.actor = ? and call.started_at > ? and call.ended_at is null and c.erased_at is null
      order by call.started_at desc limit 20`,
    params: [ownerOf(actor), clock.now() - CALL_LIFE_MS],
  });
}
