import { type SQL, sql } from "drizzle-orm";
import type { Actor } from "#web/operation.ts";
import { jsonRows } from "#store/json-rows.ts";

/** One change of many that an actor makes at once. */
type Change = { readonly subjectId: string; readonly detail: Readonly<Record<string, unknown>> };

export type Changes = {
  readonly actor: Actor;
  readonly at: number;
  /** verb-noun */
  readonly action: string;
  readonly subjectKind: string;
  readonly changes: readonly Change[];
};

/** A row of the audit log for each change, in one statement; for the batch that makes the changes. */
export function auditRows({ actor, at, action, subjectKind, changes }: Changes): SQL {
  const rows = changes.map(({ subjectId, detail }) => [subjectId, JSON.stringify(detail)]);
  return sql`insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id, detail)
    select ${at}, ${actor.kind}, ${actor.id}, ${action}, ${subjectKind}, item.value ->> 0, item.value ->> 1
    from ${jsonRows(rows)}`;
}
