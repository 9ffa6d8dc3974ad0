import { checkEndpoint, type PushServices } from "#channels/webpush/push-service.ts";
import { arePushKeys } from "#channels/webpush/push-keys.ts";
import type { PushAddress } from "#customers/push/push-device.ts";

/** What browsers are offered: under which keys of the sender they subscribe, and at which services. */
export type PushOffer = {
  /** The newest first: new subscriptions are made with it; with the others they are still sent to. */
  readonly keys: readonly [OfferedKey, ...OfferedKey[]];
  /** Origins of push services beside the known ones. */
  readonly services: PushServices;
};

export type OfferedKey = { readonly id: string; readonly publicKey: string };

export type SubscribedDevice = { readonly address: PushAddress; readonly vapidKey: string };

/** A subscription as a browser sends it, or undefined: an unknown service or key, or what nothing can be encrypted for. */
export function readSubscription(
  { keys, services }: PushOffer,
  said: { readonly endpoint: string; readonly p256dh: string; readonly auth: string; readonly key: string },
): SubscribedDevice | undefined {
  const { endpoint, p256dh, auth } = said;
  const key = keys.find(({ publicKey }) => publicKey === said.key);
  if (key === undefined || !checkEndpoint(endpoint, services).ok || !arePushKeys({ p256dh, auth })) return undefined;
  return { address: { endpoint, keys: { p256dh, auth } }, vapidKey: key.id };
}
