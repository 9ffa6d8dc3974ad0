import { sql } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";

/** How long events and their deliveries can be looked at and replayed. */
const KEPT_MS = 30 * DAY_MS;
/** Some 20 ms of the writer. */
const CHUNK = 1_000;
const MOST_CHUNKS = 20;

/** Forgets old events with their deliveries, deliveries to endpoints that are gone, and happenings that were told. */
export async function sweepWebhooks({ store, clock }: Pick<OutboundDeps, "store" | "clock">): Promise<number> {
  const statements = [
    sql`delete from webhook_events where id in (select id from webhook_events
      where created_at < ${clock.now() - KEPT_MS} order by created_at limit ${CHUNK}) returning 1`,
    sql`delete from webhook_deliveries where id in (select d.id from webhook_endpoints w
      join webhook_deliveries d on d.endpoint_id = w.id where w.state = 'deleted' limit ${CHUNK}) returning 1`,
    sql`delete from happenings where id in (select id from happenings
      where id <= (select position from webhook_cursors where source = 'happenings') order by id limit ${CHUNK}) returning 1`,
  ];
  let swept = 0;
  for (const statement of statements) {
    for (let chunk = 0; chunk < MOST_CHUNKS; chunk += 1) {
      const [rows = []] = await store.write([statement]);
      swept += rows.length;
      if (rows.length < CHUNK) break;
    }
  }
  return swept;
}
