import { endpointHash, type PushAddress, sealAddress } from "./push-device.ts";
import type { PushDeps } from "./subscribe-device.ts";

/**
 * A browser that was given another endpoint (Push API, pushsubscriptionchange) tells the old and the new one. Who knows the old
 * endpoint is that browser or has its push service's trust: nothing else of hers is touched or told. An unknown old one changes
 * nothing, and so does a new one that somebody has.
 */
export async function renewDevice(
  { store, secret }: Pick<PushDeps, "store" | "secret">,
  { old, address, vapidKey }: { readonly old: string; readonly address: PushAddress; readonly vapidKey: string },
): Promise<void> {
  const oldHash = endpointHash(secret, old);
  const [row] = await store.read<{ id: string }>({
    sql: "select id from push_devices where endpoint_hash = ?",
    params: [oldHash],
  });
  if (row === undefined) return;
  const hash = endpointHash(secret, address.endpoint);
  await store.write([
    {
      sql: `update or ignore push_devices set endpoint_hash = ?, address = ?, vapid_key = ?, service = ?, failures = 0,
          gone_at = null
        where id = ? and endpoint_hash = ?`,
      params: [hash, sealAddress(secret, row.id, address), vapidKey, new URL(address.endpoint).host, row.id, oldHash],
    },
  ]);
}
