import { sql } from "drizzle-orm";
import { type Clock, DAY_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";

const KEPT_MS = 30 * DAY_MS;

/** Lets go of letters of thirty days ago, whatever became of them: what they hold is personal. */
export async function forgetDeadLetters({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<void> {
  await store.write([
    sql`delete from dead_letters where id in (select id from dead_letters where last_at < ${clock.now() - KEPT_MS}
      order by last_at limit 500)`,
  ]);
}
