import { sql } from "drizzle-orm";
import type { Jumpstation } from "#entry/compose.ts";

/** A till that shows forms, and may be revoked. */
export const HOUSE_DEVICE = "dev_house";

/** A call that the call centre's software began, and that goes on. */
export const HOUSE_CALL = "call_house";

export async function fillDevices({ customers: { store, clock } }: Jumpstation): Promise<void> {
  await store.write([
    sql`insert into calls (id, customer_id, actor, agent, reference, started_at)
      select ${HOUSE_CALL}, min(id), 'key', 'agent-7', 'cti-1', ${clock.now()} from customers where email is not null`,
    sql`insert into kiosk_devices (id, label, created_at) values (${HOUSE_DEVICE}, 'Till 1', ${clock.now()})`,
  ]);
}
