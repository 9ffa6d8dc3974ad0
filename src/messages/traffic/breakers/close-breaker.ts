import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { SendingDeps } from "#messages/traffic/find-sending.ts";
import type { Breaker } from "./breaker.ts";

export type CloseBreaker = { readonly deps: SendingDeps; readonly actor: AuditActor; readonly subject: string };

/**
 * A person says that what opened a breaker is mended. What was counted against the stream until now counts no more, and stands
 * in the audit log; rows that wait are due at their next look, within a quarter of an hour.
 */
export async function closeBreaker({
  deps: { store, clock, log },
  actor,
  subject,
}: CloseBreaker): Promise<Result<{ readonly subject: string; readonly state: "closed" }, Problem>> {
  const now = clock.now();
  const [row] = await store.read<Pick<Breaker, "state" | "cause" | "detail" | "openedAt">>(
    sql`select state, cause, detail, opened_at as openedAt from breakers where subject = ${subject}`,
  );
  if (row === undefined) return err(problem("not_found"));
  if (row.state === "closed") return ok({ subject, state: "closed" });
  const numbers: unknown = JSON.parse(row.detail ?? "{}");
  await store.write([
    sql`update stream_days set judged = 0, hard = 0, complained = 0 where stream = ${subject}
      and exists (select 1 from breakers where subject = ${subject} and state <> 'closed')`,
    sql`update breakers set state = 'closed', failures = 0, rounds = 0, probe_at = null, probe_by = null, closed_at = ${now}
      where subject = ${subject}`,
    auditStatement({
      at: now,
      actor,
      action: "close-breaker",
      subject: { kind: "breaker", id: subject },
      detail: { cause: row.cause, openedAt: row.openedAt, numbers },
    }),
  ]);
  log("breaker_closed", { subject, cause: row.cause ?? "" });
  return ok({ subject, state: "closed" });
}
