import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** How many of a customer's newest clicks came from which class of device. */
export type DeviceShares = Readonly<Record<"phone" | "pda" | "tablet" | "desktop", number>> & {
  /** What most of them came from. */
  readonly device: string;
};

/** undefined where no click of hers is known to be a person's. By its key. */
export async function findDevices(store: Pick<Store, "read">, customerId: number): Promise<DeviceShares | undefined> {
  const [row] = await store.read<DeviceShares>(
    sql`select device, phone, pda, tablet, desktop from customer_devices where customer_id = ${customerId}`,
  );
  return row;
}
