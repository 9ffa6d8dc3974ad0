import type { CustomerDeps } from "#customers/customer-deps.ts";
import { endDevice, endDevices } from "#customers/push/end-device.ts";
import { endpointHash } from "#customers/push/push-device.ts";
import { subscribeDevice } from "#customers/push/subscribe-device.ts";
import { recordConsent } from "#customers/record-consent.ts";
import type { Store } from "#store/store.ts";
import type { SubscribedDevice } from "./push-offer.ts";

type Hers = { readonly customerId: number; readonly code: string; readonly wording: string };

const SUBJECT = { purpose: "receive", channel: "push", topic: "" } as const;

/**
 * Her yes to notices, with the words that stood beside the button, and the browser that it was said in. The consent comes first:
 * a browser without it would be sent nothing, and she may press again. `old` is the endpoint that this browser had before.
 */
export async function switchOn(
  deps: CustomerDeps,
  { customerId, code, wording }: Hers,
  { address, vapidKey, label, old }: SubscribedDevice & { readonly label: string; readonly old: string },
): Promise<void> {
  const service = new URL(address.endpoint).host;
  await recordConsent({
    deps,
    code,
    input: { ...SUBJECT, state: "granted", wording, source: "own-site", proof: { page: "devices", service } },
  });
  const replaced = old === "" || old === address.endpoint ? [] : [endpointHash(deps.secret, old)];
  await subscribeDevice(deps, { customerId, address, vapidKey, label }, [
    {
      sql: "delete from push_devices where customer_id = ? and endpoint_hash in (select value from json_each(?))",
      params: [customerId, JSON.stringify(replaced)],
    },
  ]);
}

/** One of her browsers, or all of them where none is named. With the last one her consent to notices ends as well. */
export async function switchOff(deps: CustomerDeps, hers: Hers, id?: string): Promise<void> {
  const { customerId, code, wording } = hers;
  await deps.store.write([id === undefined ? endDevices(customerId) : endDevice(customerId, id)]);
  if (await isReachable(deps.store, customerId)) return;
  if (!(await hearsNotices(deps.store, customerId))) return;
  const input = { ...SUBJECT, state: "withdrawn" as const, wording, source: "own-site", proof: { page: "devices" } };
  await recordConsent({ deps, code, input });
}

async function isReachable(reads: Pick<Store, "read">, customerId: number): Promise<boolean> {
  const rows = await reads.read({
    sql: "select 1 as found from push_devices where customer_id = ? and gone_at is null limit 1",
    params: [customerId],
  });
  return rows.length > 0;
}

/** Whether her own word for notices stands, by primary key. */
export async function hearsNotices(reads: Pick<Store, "read">, customerId: number): Promise<boolean> {
  const [row] = await reads.read<{ isGranted: number }>({
    sql: `select is_granted as isGranted from consent_states
      where customer_id = ? and purpose = 'receive' and channel = 'push' and topic = ''`,
    params: [customerId],
  });
  return row?.isGranted === 1;
}
