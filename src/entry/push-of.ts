import type { Channel, PushContent } from "#channels/channel.ts";
import type { Devices } from "#channels/memory/devices.ts";
import { memoryDevices } from "#channels/memory/memory-devices.ts";
import { type VapidKey, vapidKey } from "#channels/webpush/vapid.ts";
import type { PostRequest } from "#channels/post-request.ts";
import { webPushChannel } from "#channels/webpush/webpush-channel.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import type { PushOffer } from "#me/push/push-offer.ts";
import { deviceChannel } from "#messages/push/device-channel.ts";
import type { Store } from "#store/store.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { Config } from "./config.ts";
import { providerPoster } from "./provider-poster.ts";

/** What the configuration says of push messages. */
export type PushSettings = {
  /** Number of the key that new subscriptions are made with, and of the earlier ones whose browsers are still sent to. */
  readonly key: number;
  readonly oldKeys: readonly number[];
  /** A mailto: or https: address at which push services reach the operator. */
  readonly subject: string;
  /** Origins of push services beside the known ones. */
  readonly services: ReadonlySet<string>;
};

/** The settings, and how messages leave: to push services, or to browsers in memory. */
export type PushLine =
  | (PushSettings & { readonly post: PostRequest })
  | (PushSettings & { readonly channel: Channel<PushContent>; readonly devices: Devices });

/** Browsers in memory, for a first run. */
export function memoryPushLine(): Extract<PushLine, { devices: Devices }> {
  const channel = memoryDevices();
  const { devices } = channel;
  return { key: 0, oldKeys: [], subject: "mailto:postmaster@push.example", services: new Set(), channel, devices };
}

/** The line to push services that the configuration names. */
export function pushLineOf(config: Config, { transport, policy }: OutgoingDeps): PushLine {
  const list = (text: string) => text.split(",").filter((part) => part.trim() !== "");
  const services = new Set(list(config.PUSH_SERVICES).map((origin) => new URL(origin.trim()).origin));
  return {
    key: config.VAPID_KEY,
    oldKeys: list(config.VAPID_KEYS_OLD).map(Number),
    subject: config.VAPID_SUBJECT ?? `mailto:postmaster@${config.SENDING_DOMAIN}`,
    services,
    post: providerPoster(transport, new Set([...policy.trustedOrigins, ...services])),
  };
}

/** The sender's keys: each number is a purpose of the root key, so that nothing has to be kept beside it. */
export function keysOf(
  secret: Secret,
  { key, oldKeys }: Pick<PushSettings, "key" | "oldKeys">,
): readonly [VapidKey, ...VapidKey[]] {
  const made = (number: number) => vapidKey(String(number), secret.keyFor(`vapid/${number}`).export());
  return [made(key), ...oldKeys.filter((number) => number !== key).map(made)];
}

/** What browsers subscribe with; the first key and the known services where nothing was said. */
export function pushOfferOf(secret: Secret, push: PushSettings | undefined): PushOffer {
  return { keys: keysOf(secret, push ?? { key: 0, oldKeys: [] }), services: push?.services ?? new Set() };
}

type PushParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  readonly push?: PushLine | undefined;
};

/** Push messages to customers: each goes to every browser of hers. None where there is no line. */
export function pushChannelsOf({ store, clock, secret, push }: PushParts): ReadonlyMap<string, Channel<PushContent>> {
  if (push === undefined) return new Map();
  const inner = "channel" in push ? push.channel : webPushChannel({ ...push, keys: keysOf(secret, push), clock });
  return new Map([["push", deviceChannel(inner, { store, clock, secret })]]);
}
