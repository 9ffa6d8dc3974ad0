import type { AuditActor } from "#access/audit.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import type { Problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import type { CallDeps } from "./call-deps.ts";

/** More callers than an agent can speak to in an hour, and than a call centre's software can. */
const PER_AGENT = 120;
const PER_KEY = 3_000;

/**
 * Whoever looks up more customers than can call is no agent at work but somebody who copies the list. A caller is a customer
 * who was opened, whether found or by a code that was guessed, or a look-up that no call followed; `opening` is the code that
 * is about to be. Counted in the audit log, by the caller's own rows of the hour.
 */
export async function refuseHarvest(
  { store, clock }: Pick<CallDeps, "store" | "clock">,
  { kind, id }: AuditActor,
  opening?: string,
): Promise<Result<never, Problem> | undefined> {
  const since = clock.now() - HOUR_MS;
  const [row] = await store.read<{ n: number }>({
    sql: `with recent as materialized (select id, action, subject_id as code, detail from audit_log
        where actor_kind = ? and actor_id = ? and at > ? and action in ('look-up-caller', 'start-call') and id > coalesce(
          (select id from audit_log where actor_kind = ? and actor_id = ? and at <= ? order by id desc limit 1), 0)),
      opened as materialized (select code, max(id) as id from (
          select code, id from recent where action = 'start-call' union all select ?, ${Number.MAX_SAFE_INTEGER} where ?) group by code)
      select (select count(*) from opened) + (select count(*) from recent as look where action = 'look-up-caller'
        and not exists (select 1 from json_each(look.detail, '$.found') as found cross join opened
          on opened.code = found.value and opened.id > look.id)) as n`,
    params: [kind, id, since, kind, id, since, opening ?? "", opening === undefined ? 0 : 1],
  });
  const callers = (row?.n ?? 0) + (opening === undefined ? 1 : 0);
  const most = kind === "key" ? PER_KEY : PER_AGENT;
  return callers <= most ? undefined : err({ code: "too_many_requests", retryAfterSeconds: 600 });
}
