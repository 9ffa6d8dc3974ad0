import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/**
 * Says how long a call lasted, and gives back to its day's limit what it did not cost; a call that nobody answered costs nothing.
 * Told twice it is once. The refund comes first: it reads what the second statement closes.
 */
export async function settleDial(
  store: Store,
  { messageId, seconds }: { readonly messageId: number; readonly seconds: number },
): Promise<void> {
  const open = sql`voice_dials d where d.message_id = ${messageId} and d.seconds is null`;
  const minutes = Math.ceil(seconds / 60);
  await store.write([
    sql`update phone_spend set spent_milli = max(0, spent_milli
        - (select coalesce(sum(max(0, d.cost_milli - d.minute_milli * ${minutes})), 0) from ${open} and d.day = phone_spend.day))
      where channel = 'voice' and day in (select d.day from ${open})`,
    sql`update voice_dials set seconds = ${seconds} where message_id = ${messageId} and seconds is null`,
  ]);
}
