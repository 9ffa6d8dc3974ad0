import { sql, type SQL } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** Names a customer by her row, or by a message that went to her. */
export type TrackedName = { readonly customerId: number } | { readonly messageNumber: number };

/**
 * The customer, merged records followed, if she agreed to be tracked and still does; undefined for everybody else. Look-ups
 * by key.
 */
export async function findTrackedCustomer(
  store: Store,
  name: TrackedName,
): Promise<{ readonly id: number; readonly code: string } | undefined> {
  const [found] = await store.read<{ id: number; code: string }>(
    sql`select survivor.id, survivor.code from customers as named
      join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)
      where named.id = ${rowOf(name)} and survivor.is_tracked = 1 and survivor.erased_at is null`,
  );
  return found;
}

function rowOf(name: TrackedName): SQL {
  return "customerId" in name
    ? sql`${name.customerId}`
    : sql`(select customer_id from messages where messages.id = ${name.messageNumber})`;
}
