import { createECDH, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { subscribeDevice } from "#customers/push/subscribe-device.ts";
import type { Ring } from "#entry/compose-ring.ts";
import type { DemoPerson } from "./people.ts";

const SERVICE = "https://updates.push.services.mozilla.com/wpush/v2";

/** Browsers of the simulated people, as if each had pressed the button on her page. Nothing is ever sent to their service. */
export async function takeNotices(
  { customers }: Pick<Ring, "customers">,
  people: readonly DemoPerson[],
): Promise<void> {
  for (const { code, browser } of people) {
    if (browser === undefined) continue;
    const [customer] = await customers.store.read<{ id: number }>(sql`select id from customers where code = ${code}`);
    if (customer === undefined) throw new Error(`The demo's ${code} is missing.`);
    const keys = createECDH("prime256v1");
    const p256dh = keys.generateKeys("base64url");
    const auth = randomBytes(16).toString("base64url");
    const address = { endpoint: `${SERVICE}/${code}`, keys: { p256dh, auth } };
    await subscribeDevice(customers, { customerId: customer.id, address, vapidKey: "0", label: browser });
  }
}
