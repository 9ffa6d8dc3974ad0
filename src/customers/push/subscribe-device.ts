import type { Clock } from "#kernel/clock.ts";
import type { Ids } from "#kernel/id.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Query, Statement, Store } from "#store/store.ts";
import { endpointHash, MAX_DEVICES, MAX_LABEL, type PushAddress, sealAddress } from "./push-device.ts";

export type PushDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secret: Secret;
};

export type NewDevice = {
  readonly customerId: number;
  /** Checked: a known push service, and keys that can be encrypted for. */
  readonly address: PushAddress;
  readonly vapidKey: string;
  readonly label: string;
};

/**
 * One browser is one row: subscribing again renews it, and one that was another customer's is hers from now on, since a browser
 * shows notices to whoever sits before it. Beyond twenty the one that was silent longest is forgotten. Answers with the row's id.
 */
export async function subscribeDevice(
  deps: PushDeps,
  { customerId, address, vapidKey, label }: NewDevice,
  beside: readonly Query[] = [],
): Promise<string> {
  const id = deps.ids.next("device");
  const hash = endpointHash(deps.secret, address.endpoint);
  const statements: readonly Statement[] = [
    // The sealed address is bound to its row's id: what is renewed gets a row of its own.
    { sql: "delete from push_devices where endpoint_hash = ?", params: [hash] },
    {
      sql: `insert into push_devices (id, customer_id, endpoint_hash, address, vapid_key, service, label, created_at)
        select ?, id, ?, ?, ?, ?, ?, ? from customers where id = ? and erased_at is null`,
      params: [
        id,
        hash,
        sealAddress(deps.secret, id, address),
        vapidKey,
        new URL(address.endpoint).host,
        label.slice(0, MAX_LABEL),
        deps.clock.now(),
        customerId,
      ],
    },
    {
      sql: `delete from push_devices where id in (select id from push_devices where customer_id = ?
        order by gone_at is null desc, coalesce(succeeded_at, created_at) desc, rowid desc limit -1 offset ${MAX_DEVICES})`,
      params: [customerId],
    },
    ...beside,
  ];
  await deps.store.write(statements);
  return id;
}
