import type { Jumpstation } from "#entry/compose.ts";
import { sql } from "drizzle-orm";

/** A direct message that waits for next year, and may be cancelled. */
export const HOUSE_MESSAGE = 900_000;

export const basketTrigger = {
  title: "Your basket",
  when: { kind: "event", name: "Basket Updated", properties: { things: "int" }, if: "context.things > 0" },
  wait: { kind: "for", minutes: 60 },
  message: { template: "weekly-picks", topic: "weekly-picks", slots: [{ name: "hero", size: 1 }] },
  exit: { events: [{ name: "Order Completed" }, { name: "Basket Emptied" }], when: "affinity('seeds') > 2.0" },
  again: { kind: "each" },
} as const;

/** A live trigger that one customer came into and that her purchase let go, and a direct message that waits. */
export async function fillTriggers(
  { app, followTriggers, customers: { store, clock } }: Jumpstation,
  origin: string,
  { key, customer }: { readonly key: string; readonly customer: string },
): Promise<void> {
  const call = async (method: string, path: string, body: unknown) => {
    const answer = await app.request(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "idempotency-key": "house",
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  };
  await call("PUT", "/v1/triggers/left-basket", basketTrigger);
  await call("POST", "/v1/triggers/left-basket/state", { state: "live" });
  const at = new Date(clock.now()).toISOString();
  for (const [messageId, event, properties] of [
    ["house-basket-1", "Basket Updated", { things: 2 }],
    ["house-basket-2", "Basket Emptied", {}],
  ] as const) {
    await call("POST", "/v1/track", { type: "track", messageId, userId: customer, event, properties, timestamp: at });
  }
  await followTriggers();
  await call("POST", "/v1/messages", {
    to: { customer },
    template: { name: "service-notice" },
    data: { notice: { title: "Your order", paragraphs: ["It is on its way."] } },
    sendAt: new Date(clock.now() + 300 * 86_400_000).toISOString(),
  });
  const number = sql`(select message_id from idempotency_keys order by at desc limit 1)`;
  await store.write([
    sql`update message_data set message_id = ${HOUSE_MESSAGE} where message_id = ${number}`,
    sql`update messages set id = ${HOUSE_MESSAGE} where id = ${number}`,
    sql`update idempotency_keys set message_id = ${HOUSE_MESSAGE} where message_id = ${number}`,
  ]);
}
