import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import type { Channel, OutgoingMessage, PushContent } from "#channels/channel.ts";
import { channelContract } from "#channels/channel.contract.ts";
import { selfSignedCertificate } from "#channels/smtp/certificate.fixture.ts";
import { nodeTransport } from "#entry/node/node-transport.ts";
import { pushOfferOf } from "#entry/push-of.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { HOUR_MS, manualClock, SECOND_MS } from "#kernel/clock.ts";
import { derivedKeys } from "./derived-keys.fixture.ts";
import { encryptVector } from "./encrypt-vector.fixture.ts";
import { secretFrom } from "#kernel/secret.ts";
import { arePushKeys } from "./push-keys.ts";
import { startPushService, type PushService } from "./push-service.fixture.ts";
import { vapidKey } from "./vapid.ts";
import { pushVectorsContract, type PushVectors } from "./vectors.contract.ts";
import { webPushChannel } from "./webpush-channel.ts";

const VECTORS = "../shared/cases/webpush/vectors.json";
const NOW = Date.UTC(2026, 10, 22, 9);
const { signal } = new AbortController();

const vectors = existsSync(VECTORS) ? (JSON.parse(readFileSync(VECTORS, "utf8")) as PushVectors) : undefined;
pushVectorsContract("Node", vectors, encryptVector);

const certificate = selfSignedCertificate("localhost");
setDefaultCACertificates([...getCACertificates(), certificate.cert]);

const scalarOf = (name: string) => createHash("sha256").update(name).digest();
const oldKey = vapidKey("1", scalarOf("old"));
const newKey = vapidKey("2", scalarOf("new"));

const strangers = [
  "",
  "nobody",
  "b@x.example",
  "https://push.example/one",
  "http://fcm.googleapis.com/fcm/send/one",
  "https://fcm.googleapis.com:444/one",
  "https://fcm.googleapis.com@evil.example/one",
  "https://fcm.googleapis.com.evil.example/one",
  "https://evilpush.apple.com/one",
  "https://127.0.0.1/one",
  "https://[::1]/one",
  "https://fcm.googleapis.com/one\r\nX: y",
  `https://fcm.googleapis.com/${"a".repeat(1_024)}`,
];

async function open(change: { readonly isTrusted?: boolean } = {}) {
  const clock = manualClock(NOW);
  const service = await startPushService(new Set([oldKey.publicKey, newKey.publicKey]), certificate);
  const services = new Set(change.isTrusted === false ? [] : [service.origin]);
  const channel = webPushChannel({
    keys: [newKey, oldKey],
    subject: "mailto:push@shop.example",
    services,
    clock,
    post: providerPoster(nodeTransport(), new Set([service.origin])),
    concurrency: 4,
  });
  const message = (
    index: number,
    { to, ...content }: Partial<PushContent> & { readonly to?: string } = {},
  ): OutgoingMessage<PushContent> => ({
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to: to ?? service.endpointOf(`reader${index}`),
    date: NOW,
    content: {
      kind: "push",
      keys: service.subscriber(`reader${index}`).keys,
      payload: JSON.stringify({ t: `Your picks ${index}`, b: "Three things. ".repeat(20) }),
      shortPayload: JSON.stringify({ t: `Your picks ${index}` }),
      ttlSeconds: 3_600,
      urgency: "normal",
      ...content,
    },
  });
  return { channel, service, clock, message };
}

channelContract<PushContent>("webpush", async () => {
  const at = await open();
  return {
    channel: at.channel,
    message: (index, change) => at.message(index, change),
    behave: at.service.behave,
    hanging: at.service.hanging,
    strangers,
    arrivals: () =>
      at.service.delivered.map(({ to, payload, headers: { ttl, urgency, topic } }) => ({
        to,
        raw: JSON.stringify({ payload, ttl, urgency, topic }),
      })),
    close: at.service.close,
  };
});

describe("the sender's keys", () => {
  it("follow from the root key by their number, today as when browsers subscribed", () => {
    const secret = secretFrom(new Uint8Array(32).fill(1));
    const settings = { key: 1, oldKeys: [0, 1], subject: "mailto:push@shop.example", services: new Set<string>() };
    expect(pushOfferOf(secret, settings).keys.map(({ id, publicKey }) => [id, publicKey])).toEqual(derivedKeys);
  });
});

describe("push messages", () => {
  let opened: { readonly channel: Channel<PushContent>; readonly service: PushService } | undefined;
  const begin = async (...given: Parameters<typeof open>) => {
    const at = await open(...given);
    opened = at;
    return at;
  };
  afterEach(async () => {
    await opened?.channel.close();
    await opened?.service.close();
  });

  it("arrive as the browser alone can read them, signed for the service, with a life, an urgency and a topic", async () => {
    const { channel, service, message } = await begin();
    const outcome = await channel.send(message(1, { urgency: "high", topic: "a-topic_1", ttlSeconds: 90.7 }), {
      signal,
    });
    expect(outcome).toEqual({ kind: "accepted", providerId: "1" });
    expect(service.delivered[0]).toMatchObject({
      payload: message(1).content.payload,
      headers: { ttl: "90", urgency: "high", topic: "a-topic_1", "content-encoding": "aes128gcm" },
      claims: { aud: service.origin, sub: "mailto:push@shop.example", exp: (NOW + 12 * HOUR_MS) / SECOND_MS },
      publicKey: newKey.publicKey,
    });
    expect(service.refused).toEqual([]);
  });

  it("are signed with the key that the subscription was made with, while two keys live; a retired one sends nothing", async () => {
    const { channel, service, message } = await begin();
    await channel.send(message(1, { vapidKey: "1" }), { signal });
    await channel.send(message(2, { vapidKey: "2" }), { signal });
    expect(service.delivered.map(({ publicKey }) => publicKey)).toEqual([oldKey.publicKey, newKey.publicKey]);
    const retired = await channel.send(message(3, { vapidKey: "0" }), { signal });
    expect(retired).toEqual({ kind: "rejected", reason: "push_key_retired", suppress: false });
    expect(service.requests()).toBe(2);
  });

  it("use one token for eleven hours, and a new one then", async () => {
    const { channel, service, message, clock } = await begin();
    await channel.send(message(1), { signal });
    clock.advance(11 * HOUR_MS - 1);
    await channel.send(message(2), { signal });
    clock.advance(1);
    await channel.send(message(3), { signal });
    const tokens = service.delivered.map(({ headers }) => headers.authorization);
    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[2]).not.toBe(tokens[0]);
  });

  it("are sent once more in their short form where the service says that they are too large, and not a third time", async () => {
    const { channel, service, message } = await begin();
    service.behave([{ status: 413 }, { status: 201 }]);
    expect(await channel.send(message(1), { signal })).toMatchObject({ kind: "accepted" });
    expect(service.delivered.map(({ payload }) => payload)).toEqual([message(1).content.shortPayload]);
    service.behave([{ status: 413 }, { status: 413 }]);
    expect(await channel.send(message(2), { signal })).toEqual({
      kind: "rejected",
      reason: "push_too_large",
      suppress: false,
    });
    expect(service.requests()).toBe(2);
  });

  it.each([
    [201, { kind: "accepted" }],
    [202, { kind: "accepted" }],
    [301, { kind: "rejected", reason: "push_moved", suppress: false }],
    [307, { kind: "rejected", reason: "push_moved", suppress: false }],
    [400, { kind: "rejected", reason: "push_refused_400", suppress: false }],
    [401, { kind: "rejected", reason: "push_sender_refused", suppress: false }],
    [403, { kind: "rejected", reason: "push_sender_refused", suppress: false }],
    [404, { kind: "rejected", reason: "push_gone", suppress: true }],
    [410, { kind: "rejected", reason: "push_gone", suppress: true }],
    [429, { kind: "deferred", reason: "push_too_many" }],
    [500, { kind: "deferred", reason: "push_service_500" }],
    [503, { kind: "deferred", reason: "push_service_503" }],
  ] as const)("a service's %i is told as it is, and leads nowhere else", async (status, expected) => {
    const { channel, service, message } = await begin();
    service.behave({ status, headers: { location: `${service.origin}/push/reader2` } });
    expect(await channel.send(message(1), { signal })).toMatchObject(expected);
    expect(service.requests()).toBe(1);
  });

  it.each([
    ["120", 120 * SECOND_MS],
    ["Sun, 22 Nov 2026 09:05:00 GMT", 300 * SECOND_MS],
    ["999999999", 24 * HOUR_MS],
    ["Sun, 22 Nov 2020 09:05:00 GMT", undefined],
    ["soon", undefined],
  ])("waits as long as Retry-After says: %s", async (text, waitMs) => {
    const { channel, service, message } = await begin();
    for (const status of [429, 503]) {
      service.behave({ status, headers: { "retry-after": text } });
      const outcome = await channel.send(message(1), { signal });
      expect(outcome.kind === "deferred" && outcome.retryAt).toEqual(waitMs === undefined ? undefined : NOW + waitMs);
    }
  });

  it("go to known services and to what the operator named, and connect to no machine beside them", async () => {
    const { channel, service, message } = await begin({ isTrusted: false });
    expect(await channel.send(message(1), { signal })).toEqual({
      kind: "rejected",
      reason: "push_endpoint_unknown_service",
      suppress: false,
    });
    expect(service.requests()).toBe(0);
  });

  it("are not encrypted for keys that are none, or for a topic that no service takes", async () => {
    const { channel, service, message } = await begin();
    const { keys } = service.subscriber("reader1");
    const wrong = [
      { keys: { ...keys, p256dh: `A${keys.p256dh.slice(1)}` } },
      { keys: { ...keys, auth: keys.auth.slice(2) } },
      { keys: { ...keys, auth: `${keys.auth}=` } },
      { topic: "a".repeat(33) },
      { topic: "a topic" },
    ];
    for (const change of wrong) {
      expect(await channel.send(message(1, change), { signal })).toMatchObject({ kind: "rejected", suppress: false });
    }
    expect(service.requests()).toBe(0);
    expect(arePushKeys(keys)).toBe(true);
  });
});
