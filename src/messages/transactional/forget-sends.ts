import { sql } from "drizzle-orm";
import { type Clock, DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { findWatermark, saveWatermark } from "#messages/plan/planner-queries.ts";
import type { Store } from "#store/store.ts";
import { ADDRESSEE_PREFIX } from "./find-recipient.ts";
import { KEY_LASTS_MS } from "./idempotency-key.ts";

/** An address that was written to once is kept so long after the last message to it. */
const ADDRESSEE_KEPT_MS = 30 * DAY_MS;
/** Rows of one statement: a few ms of the writer. */
const CHUNK = 500;

/**
 * Lets go of what has had its time: keys after a day, and, of those who are known by an address alone, the address and the words
 * of what was sent to them after 30 days. The messages' rows stay, about nobody. Looks once an hour; gives how many records were
 * emptied.
 */
export async function forgetSends({ store, clock }: { readonly store: Store; readonly clock: Clock }): Promise<number> {
  const now = clock.now();
  const before = await findWatermark(store, "forgotten sends");
  if (before !== undefined && now - before < HOUR_MS) return 0;
  await forgetKeys(store, now);
  const emptied = await emptyAddressees(store, now);
  await saveWatermark(store, { planner: "forgotten sends", watermark: now, now });
  return emptied;
}

async function forgetKeys(store: Store, now: number): Promise<void> {
  for (;;) {
    const [gone = []] = await store.write([
      sql`delete from idempotency_keys where key_hash in (select key_hash from idempotency_keys
        where at < ${now - KEY_LASTS_MS} order by at limit ${CHUNK}) returning 1`,
    ]);
    if (gone.length < CHUNK) return;
  }
}

/** By the unique index on a customer's code, of which these share the beginning. */
async function emptyAddressees(store: Store, now: number): Promise<number> {
  const stale = await store.read<{ id: number }>(
    sql`select c.id from customers c where c.code >= ${ADDRESSEE_PREFIX} and c.code < ${after(ADDRESSEE_PREFIX)}
      and (c.email is not null or c.phone is not null) and c.updated_at < ${now - ADDRESSEE_KEPT_MS}
      and not exists (select 1 from messages m where m.customer_id = c.id
        and m.state in ('planned', 'claimed', 'attempting', 'deferred')) order by c.code limit ${CHUNK}`,
  );
  if (stale.length === 0) return 0;
  const ids = JSON.stringify(stale.map(({ id }) => id));
  // Somebody may be written to again meanwhile: whoever was is not stale any more.
  const isStale = sql`(select c.id from json_each(${ids}) as item cross join customers c on c.id = item.value
    and c.updated_at < ${now - ADDRESSEE_KEPT_MS})`;
  const [, , emptied = []] = await store.write([
    sql`delete from message_data where customer_id in ${isStale}`,
    sql`update messages set inputs = null where customer_id in ${isStale} and inputs is not null`,
    sql`update customers set email = null, email_hash = null, phone = null, phone_hash = null, first_name = null where id in ${isStale} returning id`,
  ]);
  return emptied.length;
}

/** The first text after all that begin so. */
function after(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
