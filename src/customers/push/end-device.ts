import type { Query } from "#store/store.ts";

/** Takes one browser of hers away. */
export function endDevice(customerId: number, id: string): Query {
  return { sql: "delete from push_devices where customer_id = ? and id = ?", params: [customerId, id] };
}

/** Takes all of them away. */
export function endDevices(customerId: number): Query {
  return { sql: "delete from push_devices where customer_id = ?", params: [customerId] };
}
