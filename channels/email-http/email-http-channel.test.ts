import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingMessage } from "#channels/channel.ts";
import { channelContract } from "#channels/channel.contract.ts";
import { selfSignedCertificate } from "#channels/smtp/certificate.fixture.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { nodeTransport } from "#entry/node/node-transport.ts";
import { HOUR_MS, manualClock, SECOND_MS } from "#kernel/clock.ts";
import { emailHttpChannel } from "./email-http-channel.ts";
import { type EmailProvider, startEmailProvider } from "./provider.fixture.ts";

const NOW = Date.UTC(2026, 10, 22, 9);
const API_KEY = "re_of_nobody";
const { signal } = new AbortController();
const certificate = selfSignedCertificate("localhost");
setDefaultCACertificates([...getCACertificates(), certificate.cert]);

function messageTo(index: number, to = `reader${index}@mail.example`): OutgoingMessage {
  return {
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to,
    date: NOW,
    content: {
      kind: "email",
      from: { name: 'The "Shop"', address: "hello@news.shop.example" },
      replyTo: "help@shop.example",
      subject: `Your picks\r\nBcc: evil@e.example ${index}`,
      html: "<p>Picks</p>",
      text: "Picks",
      unsubscribeUrl: "https://shop.example/u/abc",
      listId: "weekly",
      feedbackId: "weekly:shop",
    },
  };
}

let opened: EmailProvider | undefined;
async function open(apiKey = API_KEY) {
  const provider = await startEmailProvider(API_KEY, certificate);
  opened = provider;
  const channel = emailHttpChannel({
    origin: provider.origin,
    apiKey,
    sendingDomain: "news.shop.example",
    clock: manualClock(NOW),
    post: providerPoster(nodeTransport(), new Set([provider.origin])),
    concurrency: 4,
  });
  return { provider, channel };
}

channelContract("e-mail over HTTP", async () => {
  const { provider, channel } = await open();
  return {
    channel,
    message: (index, change) => messageTo(index, change?.to),
    behave: provider.behave,
    hanging: provider.hanging,
    arrivals: () => provider.arrivals,
    close: provider.close,
  };
});

describe("e-mail over HTTP", () => {
  afterEach(async () => {
    await opened?.close();
  });

  it("carries everything that lets a reader leave, our key, and no header that a subject brought along", async () => {
    const { channel, provider } = await open();
    expect(channel.limits.idempotencyWindowMs).toBe(24 * HOUR_MS);
    await channel.send(messageTo(1), { signal });
    expect(JSON.parse(provider.arrivals[0]?.raw ?? "")).toEqual({
      from: '"The Shop" <hello@news.shop.example>',
      to: ["reader1@mail.example"],
      reply_to: "help@shop.example",
      subject: "Your picks Bcc: evil@e.example 1",
      html: "<p>Picks</p>",
      text: "Picks",
      headers: {
        "List-ID": "<weekly.news.shop.example>",
        "List-Unsubscribe": "<https://shop.example/u/abc>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": "weekly:shop",
      },
      tags: [{ name: "message", value: messageTo(1).key }],
    });
    expect(provider.requests()[0]).toMatchObject({ "idempotency-key": messageTo(1).key });
  });

  it("whose answer was lost is asked for again under its key, and leaves once, with the same id", async () => {
    const { channel, provider } = await open();
    provider.behave("lose_answer");
    expect(await channel.send(messageTo(1), { signal })).toEqual({ kind: "unknown", reason: "answer_lost" });
    provider.behave("accept");
    const again = await channel.send(messageTo(1), { signal });
    expect(again).toMatchObject({ kind: "accepted", providerId: "00000000-0000-4000-8000-000000000001" });
    expect([...provider.sent.keys()]).toEqual([messageTo(1).key]);
  });

  it("under a key that was used for other words is no refusal: something left", async () => {
    const { channel } = await open();
    await channel.send(messageTo(1), { signal });
    const other = { ...messageTo(1), content: { ...messageTo(1).content, text: "Other picks" } };
    expect(await channel.send(other, { signal })).toEqual({
      kind: "unknown",
      reason: "invalid_idempotent_request_409",
    });
  });

  it("waits while the account is refused, and where the provider names a time until then", async () => {
    const { channel, provider } = await open("re_wrong");
    expect(await channel.send(messageTo(1), { signal })).toEqual({ kind: "deferred", reason: "invalid_api_key_403" });
    provider.behave("defer");
    const retryAt = NOW + 30 * SECOND_MS;
    expect(await channel.send(messageTo(1), { signal })).toMatchObject({ kind: "deferred", retryAt });
  });

  it.each([
    [
      { status: 200, body: "<html>maintenance</html>" },
      { kind: "unknown", reason: "provider_answer" },
    ],
    [
      { status: 200, body: '{"id":"a b\\r\\nc"}' },
      { kind: "unknown", reason: "provider_answer" },
    ],
    [
      { status: 500, body: "" },
      { kind: "unknown", reason: "provider_error_500" },
    ],
    [
      { status: 503, body: "" },
      { kind: "unknown", reason: "provider_error_503" },
    ],
    [
      { status: 302, body: "" },
      { kind: "deferred", reason: "provider_error_302" },
    ],
    [
      { status: 413, body: "{}" },
      { kind: "rejected", reason: "provider_error_413", suppress: false },
    ],
    [
      { status: 400, body: '{"name":"<b>","message":1}' },
      { kind: "rejected", reason: "provider_error_400" },
    ],
    [{ status: 409, body: '{"name":"concurrent_idempotent_requests"}' }, { kind: "unknown" }],
  ] as const)("believes of %o what it may: %o", async (reply, expected) => {
    const { channel, provider } = await open();
    provider.behave(reply);
    expect(await channel.send(messageTo(1), { signal })).toMatchObject(expected);
  });

  it("reads no answer without an end", async () => {
    const { channel, provider } = await open();
    provider.behave({ status: 200, body: `{"id":"x","more":"${"x".repeat(100_000)}"}` });
    expect(await channel.send(messageTo(1), { signal })).toMatchObject({ kind: "unknown" });
  });
});
