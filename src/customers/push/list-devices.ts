import type { Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import { openAddress, type PushAddress, type PushDevice } from "./push-device.ts";

/** Hers, newest first. By push_devices_by_customer. */
export function listDevices(reads: Pick<Store, "read">, customerId: number): Promise<readonly PushDevice[]> {
  return reads.read<PushDevice>({
    sql: `select id, label, service, created_at as createdAt, succeeded_at as succeededAt, gone_at as goneAt
      from push_devices where customer_id = ? order by created_at desc, rowid desc`,
    params: [customerId],
  });
}

/** Where a push message for a customer goes. */
export type PushTarget = PushAddress & { readonly id: string; readonly vapidKey: string };

type TargetRow = { readonly id: string; readonly vapidKey: string; readonly address: unknown };

/** Every browser of hers that can be sent to, the one that answered last first. By push_devices_by_customer. */
export async function findPushTargets(
  { store, secret }: { readonly store: Pick<Store, "read">; readonly secret: Secret },
  customerId: number,
): Promise<readonly PushTarget[]> {
  const rows = await store.read<TargetRow>({
    sql: `select id, vapid_key as vapidKey, address from push_devices
      where customer_id = ? and gone_at is null order by coalesce(succeeded_at, created_at) desc, rowid desc`,
    params: [customerId],
  });
  return rows.flatMap((row) => {
    const address = openAddress(secret, row);
    return address === undefined ? [] : [{ id: row.id, vapidKey: row.vapidKey, ...address }];
  });
}
