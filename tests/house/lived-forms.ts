import { sql } from "drizzle-orm";
import type { Jumpstation } from "#entry/compose.ts";

/** A till that shows forms, and may be revoked. */
export const HOUSE_DEVICE = "dev_house";

export async function fillDevices({ customers: { store, clock } }: Jumpstation): Promise<void> {
  await store.write([
    sql`insert into kiosk_devices (id, label, created_at) values (${HOUSE_DEVICE}, 'Till 1', ${clock.now()})`,
  ]);
}
