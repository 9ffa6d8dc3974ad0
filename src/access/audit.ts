import type { Query } from "#store/store.ts";

/** Who did it. `system` is our own clockwork. */
export type AuditActor = {
  readonly kind: "operator" | "key" | "customer" | "anonymous" | "system";
  readonly id: string;
};

export type AuditEntry = {
  /** epoch ms */
  readonly at: number;
  readonly actor: AuditActor;
  /** verb-noun of the change, e.g. "pause-newsletter" */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** Ids, names of fields and digests; never a personal value. */
  readonly detail?: Readonly<Record<string, unknown>>;
};

const COLUMNS = "insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id, detail)";

/** The row that tells of a change. It belongs in the batch of the change, so that neither is ever without the other. */
export function auditStatement(entry: AuditEntry): Query {
  return { sql: `${COLUMNS} values (?, ?, ?, ?, ?, ?, ?)`, params: paramsOf(entry) };
}

/** The same, written only if the statement right before it in the batch changed a row. */
export function auditIfChanged(entry: AuditEntry): Query {
  return { sql: `${COLUMNS} select ?, ?, ?, ?, ?, ?, ? where changes() > 0`, params: paramsOf(entry) };
}

/** The same, written only where an SQL condition holds when the batch comes to it. */
export function auditWhere(entry: AuditEntry, condition: Query): Query {
  return {
    sql: `${COLUMNS} select ?, ?, ?, ?, ?, ?, ? where ${condition.sql}`,
    params: [...paramsOf(entry), ...condition.params],
  };
}

function paramsOf({ at, actor, action, subject, detail = {} }: AuditEntry): Query["params"] {
  return [at, actor.kind, actor.id, action, subject.kind, subject.id, JSON.stringify(detail)];
}
