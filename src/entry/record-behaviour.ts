import type { RecordBehaviour } from "#catalogue/pages/behaviour.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findTrackedCustomer } from "#customers/find-tracked-customer.ts";
import { ingestItems } from "#customers/ingest/ingest-items.ts";
import { recordEvents } from "#customers/record-events.ts";

/** What a visitor selects on the product pages. Who is not known yet gets a record of her own, that identify joins with the rest. */
export function behaviourRecorder(customers: CustomerDeps): RecordBehaviour {
  return async (visitor, event) => {
    if ("customerId" in visitor) {
      // Her cookie lives for months; what she allows is asked each time.
      const customer = await findTrackedCustomer(customers.store, visitor);
      if (customer === undefined) return;
      await recordEvents(customers, [{ ...event, customerId: customer.id, source: "web", channel: "web" }]);
      return;
    }
    const item = {
      type: "track",
      event: event.name,
      messageId: event.messageId,
      anonymousId: visitor.anonymousId,
      timestamp: event.at,
      context: { source: "web", channel: "web" },
      properties: { ...event.properties, product_id: event.productCode, category: event.category },
    };
    await ingestItems(customers, {
      items: [item],
      sentAt: undefined,
      pointerOf: () => "",
      sender: "product-pages",
      isTrusted: true,
    });
  };
}
