import type { AuditActor } from "#access/audit.ts";
import { auditStatement } from "#access/audit.ts";
import type { FormDeps } from "#customers/forms/form-deps.ts";
import type { Call } from "./call.ts";

/** Serving callers needs what forms need: an agent fills them in. */
export type CallDeps = FormDeps;

/** The same, with an audit row of the call in the batch of whatever facts are recorded. */
export function audited(deps: CallDeps, { actor, call, action, detail = {} }: AuditedAct): CallDeps {
  const entry = {
    at: deps.clock.now(),
    actor,
    action,
    subject: { kind: "customer", id: call.customer },
    detail: { call: call.id, ...detail },
  };
  return { ...deps, projectors: [...deps.projectors, () => [auditStatement(entry)]] };
}

export type AuditedAct = {
  readonly actor: AuditActor;
  readonly call: Call;
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
};
