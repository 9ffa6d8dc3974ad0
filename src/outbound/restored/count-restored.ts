import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

export type RestoredCount = { readonly newsletter: string; readonly held: number; readonly oldestDueAt: number };

/** Messages that a restore holds back, by programme (index messages_restored). */
export function countRestored(store: Pick<Store, "read">): Promise<RestoredCount[]> {
  return store.read<RestoredCount>(
    sql`select n.code as newsletter, count(*) as held, min(m.due_at) as oldestDueAt
      from newsletters n cross join messages m on m.newsletter_id = n.id and m.reason = 'restored'
      where m.state = 'skipped' group by n.code order by n.code`,
  );
}
