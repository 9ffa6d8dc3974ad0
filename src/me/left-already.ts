import { sql } from "drizzle-orm";
import { addressHashOf } from "#messages/address-of.ts";
import type { Store } from "#store/store.ts";

/** What the reader of a message left before: its newsletter, or all advertising on its channel; undefined while she gets it. */
export async function leftAlready(store: Store, messageNumber: number): Promise<"one" | "all" | undefined> {
  const optedOut = (scope: string) => sql`exists (select 1 from suppressions x
    where x.address_hash = ${addressHashOf("m.channel", "c")} and x.channel = m.channel
      and x.scope = ${sql.raw(scope)} and x.reason in ('unsubscribed', 'stop'))`;
  const [row] = await store.read<{ isOff: number; fromAll: number; fromThis: number }>(
    sql`select coalesce(s.state = 'off', 0) as isOff, ${optedOut("n.code")} as fromThis,
        n.message_class = 'marketing' and ${optedOut("''")} as fromAll
      from messages m join customers d on d.id = m.customer_id join customers c on c.id = coalesce(d.merged_into, d.id)
      join newsletters n on n.id = m.newsletter_id
      left join subscriptions s on s.customer_id = c.id and s.newsletter_id = n.id where m.id = ${messageNumber}`,
  );
  if (row?.fromAll === 1) return "all";
  return row?.isOff === 1 || row?.fromThis === 1 ? "one" : undefined;
}
