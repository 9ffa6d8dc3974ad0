import { slotsOf } from "#messages/newsletters/slots-of.ts";
import { sql } from "drizzle-orm";
import { selectFor } from "#messages/content/select-for.ts";
import { loadReaders } from "#messages/content/load-readers.ts";
import type { ClaimedMessage } from "#messages/message.ts";
import type { Jumpstation } from "#entry/compose.ts";
import { chunksOf } from "#store/json-rows.ts";

/** What the weekly newsletter would choose for each customer now, by customer code. */
export async function nextSelections(station: Jumpstation, now: number): Promise<ReadonlyMap<string, string>> {
  const { store } = station.customers;
  const [newsletter] = await store.read<{ slots: string }>(
    sql`select slots from newsletters where code = 'weekly-picks'`,
  );
  const shelf = await station.shelf(slotsOf(newsletter?.slots ?? "[]"));
  const customers = await store.read<Pick<ClaimedMessage, "customerId" | "customerCode" | "locale" | "zone">>(
    sql`select id as customerId, code as customerCode, locale, zone from customers order by id`,
  );
  const chosen = new Map<string, string>();
  for (const chunk of chunksOf(customers, 500)) {
    const { eventNames, attributeNames } = shelf;
    const readers = await loadReaders(store, {
      customerIds: chunk.map((one) => one.customerId),
      now,
      eventNames,
      attributeNames,
    });
    for (const customer of chunk) {
      const message = { ...customer, channel: "email", newsletterCode: "weekly-picks", occurrenceOn: "next" };
      const items = selectFor(shelf, { message, reader: readers.get(customer.customerId), now });
      chosen.set(customer.customerCode, items.map((item) => item.code).join(" "));
    }
  }
  return chosen;
}
