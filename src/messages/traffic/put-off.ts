import { sql } from "drizzle-orm";
import { callOthers } from "#messages/claim/claim-messages.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";

/** Why a row that is due does not leave yet; its message's page tells. */
export type WaitReason = "breaker_open" | "throttled" | "warm_up";

export type PutOff = {
  readonly id: number;
  readonly fence: number;
  readonly dueAt: number;
  readonly reason: WaitReason | null;
};

/**
 * Claimed rows go back, due later, and give back what they reserved. What an earlier try came to is kept: it decides how they may
 * be tried again. Being put off makes nobody's grace time longer; a plan of warming up alone may carry a row beyond it.
 */
export async function putOff(store: Store, rows: readonly PutOff[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map(({ id, fence, dueAt, reason }) => [id, fence, Math.ceil(dueAt), reason]);
  await store.write([
    sql`update messages set state = case attempts when 0 then 'planned' else 'deferred' end, due_at = item.value ->> 2,
      waits_since = iif(item.value ->> 3 = 'warm_up', null, coalesce(waits_since, due_at)), reason = case attempts when 0 then item.value ->> 3 else reason end,
      reserved_at = case attempts when 0 then null else reserved_at end, claimed_by = null, lease_until = null
      from ${jsonRows(values)}
      where messages.id = item.value ->> 0 and messages.fence = item.value ->> 1 and messages.state = 'claimed'`,
    ...callOthers(rows.map(({ id }) => id)),
  ]);
}
