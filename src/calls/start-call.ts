import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { findCustomerId } from "#customers/find-customer.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import { ownerOf, type Call } from "./call.ts";
import type { CallDeps } from "./call-deps.ts";
import { findCall } from "./find-call.ts";
import { refuseHarvest } from "./refuse-harvest.ts";

export type NewCall = {
  readonly customer: string;
  /** Said by the call centre's software; an operator is her own agent. */
  readonly agent?: string | undefined;
  /** The telephone system's own id of the call. */
  readonly reference?: string | undefined;
};

/** Begins to serve a caller. The same reference again is the same call; that she was opened stands in the audit log. */
export async function startCall(
  deps: CallDeps,
  { actor, input }: { readonly actor: AuditActor; readonly input: NewCall },
): Promise<Result<Call, Problem>> {
  const { store, clock, ids } = deps;
  const refused = await refuseHarvest(deps, actor, input.customer);
  if (refused !== undefined) return refused;
  const customerId = await findCustomerId(store, input.customer);
  if (customerId === undefined) return err(problem("not_found"));
  const id = ids.next("call");
  const reference = input.reference ?? id;
  const agent = actor.kind === "operator" ? actor.id : (input.agent ?? actor.id);
  const at = clock.now();
  await store.write([
    {
      sql: `insert into calls (id, customer_id, actor, agent, reference, started_at) values (?, ?, ?, ?, ?, ?)
        on conflict (actor, reference, customer_id) do nothing`,
      params: [id, customerId, ownerOf(actor), agent, reference, at],
    },
    auditIfChanged({
      at,
      actor,
      action: "start-call",
      subject: { kind: "customer", id: input.customer },
      detail: { call: id, agent, reference },
    }),
  ]);
  return findCall(deps, { actor, reference, customerId });
}
