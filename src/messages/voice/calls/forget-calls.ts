import { sql } from "drizzle-orm";
import { type Clock, DAY_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";

/** Longer than any call, any limit of a day and any late telling of either. */
const KEPT_DAYS = 90;
const MOST_AT_ONCE = 2_000;

/** Where old calls stood, and what the limits held for them: nothing asks for it any more. By the indexes on their time. */
export async function forgetCalls({ store, clock }: { readonly store: Store; readonly clock: Clock }): Promise<void> {
  const until = clock.now() - KEPT_DAYS * DAY_MS;
  await store.write([
    sql`delete from voice_calls where rowid in
      (select rowid from voice_calls where started_at < ${until} order by started_at limit ${MOST_AT_ONCE})`,
    sql`delete from voice_dials where id in
      (select id from voice_dials where at < ${until} order by at limit ${MOST_AT_ONCE})`,
  ]);
}
