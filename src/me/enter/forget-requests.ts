import { DAY_MS } from "#kernel/clock.ts";
import type { EnterDeps } from "./enter-deps.ts";

/** Requests for codes are kept for a day, since the limits count them; sessions until they end. */
export async function forgetRequests({ store, clock }: Pick<EnterDeps, "store" | "clock">): Promise<void> {
  const now = clock.now();
  const old = "select id_hash from own_requests where at < ? order by at limit 500";
  await store.write([
    { sql: `delete from own_codes where request_hash in (${old})`, params: [now - DAY_MS] },
    { sql: `delete from own_requests where id_hash in (${old})`, params: [now - DAY_MS] },
    {
      sql: "delete from own_sessions where id_hash in (select id_hash from own_sessions where ends_at < ? limit 500)",
      params: [now],
    },
  ]);
}
