import { existsSync, readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signWebhook } from "./sign-webhook.ts";
import { newWebhookSecret, webhookKey } from "./webhook-secret.ts";

type Case = {
  readonly name: string;
  readonly secret?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly ok: boolean;
};
type Cases = {
  readonly secret: string;
  readonly now: number;
  readonly id: string;
  readonly timestamp: number;
  readonly payload: string;
  readonly signature: string;
  readonly cases: readonly Case[];
};

const path = "../shared/cases/webhooks/standard-webhooks.json";
const corpus: Cases | undefined = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Cases) : undefined;

afterEach(() => {
  vi.useRealTimers();
});

describe("a webhook's signature", () => {
  it("is taken by the verifier of the specification's authors, under either of two secrets", () => {
    const [old, fresh] = [newWebhookSecret(), newWebhookSecret()];
    const now = 1_790_000_000;
    vi.useFakeTimers({ toFake: ["Date"], now: now * 1_000 });
    const content = { id: "evt_1", timestamp: now, body: '{"n":"Zoë — 😀"}' };
    const headers = {
      "webhook-id": content.id,
      "webhook-timestamp": String(now),
      "webhook-signature": signWebhook([webhookKey(fresh), webhookKey(old)], content),
    };
    for (const secret of [old, fresh]) expect(() => new Webhook(secret).verify(content.body, headers)).not.toThrow();
    expect(() => new Webhook(newWebhookSecret()).verify(content.body, headers)).toThrow("No matching signature");
  });

  it("holds 256 bits of chance and the prefix that libraries expect", () => {
    expect(newWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhookKey(newWebhookSecret())).toHaveLength(32);
    expect(newWebhookSecret()).not.toBe(newWebhookSecret());
  });
});

describe.skipIf(corpus === undefined)(
  `the specification's cases, all ${corpus?.cases.length} (absent: not run)`,
  () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["Date"], now: (corpus?.now ?? 0) * 1_000 });
    });

    it("our signature of its vector is its signature, with and without the prefix of the secret", () => {
      if (corpus === undefined) throw new Error("absent");
      const { secret, id, timestamp, payload, signature } = corpus;
      for (const text of [secret, secret.replace("whsec_", "")]) {
        expect(signWebhook([webhookKey(text)], { id, timestamp, body: payload })).toBe(signature);
      }
    });

    // What a receiver must take is what we sign; what it must refuse is what we never send.
    it.each((corpus?.cases ?? []).map((one) => [one.name, one] as const))("%s", (_name, one) => {
      const secret = one.secret ?? corpus?.secret ?? "";
      const { "webhook-id": id = "", "webhook-timestamp": time = "", "webhook-signature": given = "" } = one.headers;
      const isInTime = /^\d+$/.test(time) && Math.abs(Number(time) - (corpus?.now ?? 0)) <= 300;
      const ours = signWebhook([webhookKey(secret)], { id, timestamp: Number(time), body: one.payload });
      const isOurs = isInTime && !id.includes(".") && given.split(" ").includes(ours);
      expect(isOurs).toBe(one.ok);
      // Whatever we send, the specification's own verifier takes.
      const sent = { ...one.headers, "webhook-timestamp": String(corpus?.now), "webhook-id": "evt_1" };
      const signature = signWebhook([webhookKey(secret)], {
        id: "evt_1",
        timestamp: corpus?.now ?? 0,
        body: one.payload,
      });
      const verifier = new Webhook(secret);
      expect(() => verifier.verify(one.payload, { ...sent, "webhook-signature": signature })).not.toThrow();
    });
  },
);
