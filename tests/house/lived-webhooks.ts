import { sql } from "drizzle-orm";
import type { Jumpstation } from "#entry/compose.ts";
import { subscribableTypes } from "#outbound/webhooks/event-types.ts";
import { startCursors } from "#outbound/webhooks/start-cursors.ts";
import { webhookCourier } from "#outbound/webhooks/webhook-courier.ts";
import { sealWebhookSecret } from "#outbound/webhooks/webhook-secret.ts";

export const HOUSE_ENDPOINT = "whe_house";

/** An endpoint that hears of everything from the first day on. */
export async function openEndpoint({ outbound }: Pick<Jumpstation, "outbound">): Promise<void> {
  const { store, secret, sources } = outbound;
  await store.write([
    ...startCursors(sources),
    sql`insert into webhook_endpoints (id, url, types, discloses, state, secret, created_at, updated_at)
      values (${HOUSE_ENDPOINT}, 'https://erp.vendor.example/in', ${JSON.stringify(subscribableTypes)}, '["email"]',
        'active', ${sealWebhookSecret(secret, HOUSE_ENDPOINT, "whsec_aG91c2U=")}, 0, 0)`,
  ]);
}

/** Tells what happened; nobody listens there, and the first delivery is given up. */
export async function tellEndpoint({ outbound }: Pick<Jumpstation, "outbound">): Promise<void> {
  const { told, lanes } = await webhookCourier(outbound).turn();
  await lanes;
  if (told === 0) throw new Error("Nothing was told.");
  await outbound.store.write([
    sql`update webhook_deliveries set state = 'failed' where id = (select min(id) from webhook_deliveries)`,
  ]);
}
