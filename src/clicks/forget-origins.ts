import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** Deletes the sealed addresses and agents whose time is over; the clicks themselves, without them, stay. */
export async function forgetOrigins(store: Store, now: number): Promise<number> {
  const [gone = []] = await store.write([
    sql`delete from click_origins where id in (select id from click_origins where delete_after < ${now}
    order by id limit 1000) returning id`,
  ]);
  return gone.length;
}
