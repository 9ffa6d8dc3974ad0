import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** Messages of running newsletters that are due, counted up to `limit` (index messages_due). */
export async function countDue(store: Store, now: number, limit: number): Promise<number> {
  const [row] = await store.read<{ due: number }>(
    sql`select count(*) as due from (select 1 from newsletters n join messages m on m.newsletter_id = n.id
      and m.state in ('planned', 'deferred') and m.due_at <= ${now} where n.state = 'running' limit ${limit})`,
  );
  return row?.due ?? 0;
}
