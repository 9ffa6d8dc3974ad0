import { sql } from "drizzle-orm";
import { DAY_MS, MINUTE_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";

/** Who followed a link lately is served first; the others wait so long meanwhile. */
const TIERS = [
  { withinDays: 30, waitsMs: 0 },
  { withinDays: 180, waitsMs: 15 * MINUTE_MS },
  { withinDays: Infinity, waitsMs: 30 * MINUTE_MS },
] as const;

/** A message, and how long it lets the more engaged go first. */
export type Ranked<T> = { readonly item: T; readonly waitsMs: number };

/**
 * Most engaged first: by the last click that was a person's. A claim sees some hundreds of what is due, so the order between
 * claims is kept by time: who never clicked comes half an hour after who clicked this month.
 */
export async function rankEngaged<T extends { readonly message: { readonly customerId: number } }>(
  store: Pick<Store, "read">,
  items: readonly T[],
  now: number,
): Promise<ReadonlyArray<Ranked<T>>> {
  const customers = [...new Set(items.map(({ message }) => message.customerId))];
  const rows = await store.read<{ id: number; at: number | null }>(
    sql`select item.value as id, (select max(e.at) from events e where e.customer_id = item.value and e.name = 'click'
        and e.kind = 'click') as at from json_each(${JSON.stringify(customers)}) as item`,
  );
  const clickedAt = new Map(rows.map(({ id, at }) => [id, at ?? 0]));
  const at = ({ message }: T) => clickedAt.get(message.customerId) ?? 0;
  return items
    .toSorted((one, other) => at(other) - at(one))
    .map((item) => {
      const tier = TIERS.find(({ withinDays }) => now - at(item) <= withinDays * DAY_MS);
      return { item, waitsMs: tier?.waitsMs ?? 0 };
    });
}
