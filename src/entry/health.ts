import { findSender } from "#catalogue/sender.ts";
import type { Clock } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import { jsonResponse, problemResponse } from "#web/respond.ts";
import type { Store } from "#store/store.ts";

type HealthDeps = { readonly store: Store; readonly clock: Clock; readonly canWrite?: () => boolean };

/**
 * 200 while the database answers and takes writes; with how long the oldest due message of a running newsletter has waited, and with what the vendor has to say before anything
 * can be sent.
 */
export async function health({ store, clock, canWrite }: HealthDeps): Promise<Response> {
  if (canWrite?.() === false) return problemResponse(problem("unavailable", "The database's disk takes nothing more."));
  try {
    const rows = await store.read<{ due: number | null }>({
      sql: `select (select min(due_at) from messages m where m.newsletter_id = n.id and m.state in ('planned', 'deferred')) as due
        from newsletters n where n.state = 'running'`,
      params: [],
    });
    const now = clock.now();
    const sender = await findSender(store);
    const oldestDueMs = Math.max(0, ...rows.map(({ due }) => (due === null ? 0 : now - due)));
    return jsonResponse({ status: "ok", oldestDueMs, ...(sender === undefined ? { missing: ["sender"] } : {}) });
  } catch {
    return problemResponse(problem("unavailable", "The database does not answer."));
  }
}
