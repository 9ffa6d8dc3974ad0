import { keyedHash, type Secret } from "#kernel/secret.ts";
import { seal, unseal } from "#customers/seal.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";

/** What a browser gives when it subscribes (Push API, PushSubscription.toJSON). */
export type PushAddress = {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
};

/** A browser of a customer, as she and the vendor see it: nothing of it can be sent to. */
export type PushDevice = {
  readonly id: string;
  readonly label: string;
  /** Host of the push service. */
  readonly service: string;
  /** epoch ms */
  readonly createdAt: number;
  readonly succeededAt: number | null;
  /** From then on its push service knows it no more. */
  readonly goneAt: number | null;
};

/** So many browsers of one person are kept: the oldest goes when another one comes. */
export const MAX_DEVICES = 20;
export const MAX_LABEL = 60;

/** How an endpoint is looked up. */
export function endpointHash(secret: Secret, endpoint: string): string {
  return keyedHash(secret.keyFor("push-endpoint/1"), endpoint);
}

const placeOf = (id: string) => ({ table: "push_devices", key: id, column: "address" });

export function sealAddress(secret: Secret, id: string, { endpoint, keys }: PushAddress): Uint8Array {
  return seal(secret, placeOf(id), JSON.stringify({ endpoint, keys }));
}

/** undefined where the row has none any more, or it does not open. */
export function openAddress(
  secret: Secret,
  { id, address }: { readonly id: string; readonly address: unknown },
): PushAddress | undefined {
  if (address === null || address === undefined) return undefined;
  const text = unseal(secret, placeOf(id), bytesOf(address));
  return text === undefined ? undefined : (JSON.parse(text) as PushAddress);
}
