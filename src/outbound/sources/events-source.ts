import { sql } from "drizzle-orm";
import { NEWSLETTER_LEFT } from "#predict/newsletter-choice.ts";
import type { Happening, WebhookSource } from "#outbound/webhooks/webhook-source.ts";

type EventRow = {
  readonly customerId: number;
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly category: string | null;
  readonly productCode: string | null;
  readonly orderId: string | null;
  readonly newsletter: string | null;
  readonly fromAll: number | null;
  readonly source: string;
  readonly channel: string;
  readonly at: number;
};

const ORDERS = ["Order Completed", "Order Refunded"];

/**
 * What customers did, from the one table in which every fact has its row: statements about a profile, orders, people's
 * clicks (a click becomes an event when it is settled), newsletters left. Amounts are not told: who may know them exports.
 */
export const eventsSource: WebhookSource = {
  name: "events",
  types: ["customer.changed", "purchase.recorded", "click.settled", "customer.unsubscribed"],
  table: "events",
  read: async (store, { after, upTo }) => {
    const rows = await store.read<EventRow>(
      sql`select e.customer_id as customerId, c.code, e.kind, e.name, e.category, e.product_code as productCode,
          e.properties ->> 'order_id' as orderId, e.properties ->> 'newsletter' as newsletter,
          e.properties ->> 'fromAll' as fromAll, e.source, e.channel, e.at
        from events e join customers c on c.id = e.customer_id
        where e.id > ${after} and e.id <= ${upTo}
          and (e.kind in ('identify', 'click') or e.name in (${ORDERS[0]}, ${ORDERS[1]}, ${NEWSLETTER_LEFT}))
        order by e.id`,
    );
    return rows.flatMap(happeningOf);
  },
};

function happeningOf(row: EventRow): Happening[] {
  const { customerId, code, kind, name, source, channel, at } = row;
  const told = (type: Happening["type"], data: object): Happening[] => [
    { type, customerId, at, data: { customer: code, ...data } },
  ];
  if (kind === "identify") return told("customer.changed", { source });
  if (kind === "click") return told("click.settled", { product: row.productCode, category: row.category, channel });
  if (kind === "choice" && name === NEWSLETTER_LEFT) {
    return told("customer.unsubscribed", { newsletter: row.newsletter, channel, fromAll: row.fromAll === 1 });
  }
  if (kind !== "track" || !ORDERS.includes(name)) return [];
  return told("purchase.recorded", { order: row.orderId, source, isReturn: name === "Order Refunded" });
}
