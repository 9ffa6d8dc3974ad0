import { describe, expect, it } from "vitest";
import { encryptVector } from "#channels/webpush/encrypt-vector.fixture.ts";
import { decryptBody } from "#channels/webpush/decrypt-body.fixture.ts";
import { makeSubscriber } from "#channels/webpush/subscriber.fixture.ts";
import { vapidKey } from "#channels/webpush/vapid.ts";
import { pushVectorsContract, type PushVectors } from "#channels/webpush/vectors.contract.ts";
import { webPushChannel } from "#channels/webpush/webpush-channel.ts";
import { derivedKeys } from "#channels/webpush/derived-keys.fixture.ts";
import { pushOfferOf } from "#entry/push-of.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { manualClock } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import { fetchTransport } from "#web/outgoing/fetch-transport.ts";

const files = import.meta.glob<string>("../../../../shared/cases/webpush/vectors.json", {
  query: "?raw",
  import: "default",
  eager: true,
});
const [text] = Object.values(files);

pushVectorsContract("workerd", text === undefined ? undefined : (JSON.parse(text) as PushVectors), encryptVector);

describe("push messages from workerd", () => {
  it("are signed with keys that follow from the root key, the same as on Node", () => {
    const secret = secretFrom(new Uint8Array(32).fill(1));
    const settings = { key: 1, oldKeys: [0], subject: "mailto:push@shop.example", services: new Set<string>() };
    expect(pushOfferOf(secret, settings).keys.map(({ id, publicKey }) => [id, publicKey])).toEqual(derivedKeys);
  });

  it("leave by the platform's fetch, follow no redirect, and are read by the browser alone", async () => {
    const subscriber = makeSubscriber();
    const asked: Request[] = [];
    const transport = fetchTransport(async (url, init) => {
      asked.push(new Request(url, init));
      return new Response(null, { status: 201, headers: { location: "https://fcm.googleapis.com/m/9" } });
    });
    const channel = webPushChannel({
      keys: [vapidKey("0", new Uint8Array(32).fill(7))],
      subject: "mailto:push@shop.example",
      clock: manualClock(Date.UTC(2026, 10, 22)),
      post: providerPoster(transport, new Set()),
    });
    const message = {
      messageNumber: 1,
      key: "k",
      to: "https://fcm.googleapis.com/fcm/send/one",
      date: 0,
      content: {
        kind: "push",
        keys: subscriber.keys,
        payload: "Picks",
        shortPayload: "P",
        ttlSeconds: 60,
        urgency: "low",
      },
    } as const;
    const outcome = await channel.send(message, { signal: new AbortController().signal });
    expect(outcome).toEqual({ kind: "accepted", providerId: "9" });
    const [request] = asked;
    expect([request?.redirect, request?.headers.get("urgency")]).toEqual(["manual", "low"]);
    expect(decryptBody(subscriber, new Uint8Array((await request?.arrayBuffer()) ?? []))).toBe("Picks");
  });
});
