import { type AuditActor, auditWhere } from "#access/audit.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import type { NewFacts } from "./facts/fact.ts";
import { fromNewFacts } from "./facts/from-new-facts.ts";

export type AuditedFacts = {
  readonly actor: AuditActor;
  /** verb-noun of the change */
  readonly action: string;
  /** The customer's code. */
  readonly code: string;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** The same deps, but that facts which are new bring an audit row into their batch; what was known already brings none. */
export function auditedFacts<Deps extends CustomerDeps>(deps: Deps, { code, ...told }: AuditedFacts): Deps {
  const entry = { ...told, at: deps.clock.now(), subject: { kind: "customer", id: code } };
  const audit = ({ by, facts }: NewFacts) => {
    const named = JSON.stringify(facts.map(({ messageId, customer }) => [messageId, customer]));
    return [auditWhere(entry, { sql: `exists (select 1 ${fromNewFacts(by)})`, params: [named] })];
  };
  return { ...deps, projectors: [...deps.projectors, audit] };
}
