import { sql, type SQL } from "drizzle-orm";
import type { WebhookSource } from "./webhook-source.ts";

const NOBODY_LISTENS = sql.raw("not exists (select 1 from webhook_endpoints where state = 'active')");

/**
 * Sets the cursors to now where nobody listened until now: an endpoint hears of what happens after it was made or switched
 * on. It stands in the batch before the endpoint's own row.
 */
export function startCursors(sources: readonly WebhookSource[]): SQL[] {
  return sources.map(
    ({ name, table }) => sql`insert into webhook_cursors (source, position)
      select ${name}, (select coalesce(max(id), 0) from ${sql.raw(table)}) where ${NOBODY_LISTENS}
      on conflict (source) do update set position = excluded.position`,
  );
}
