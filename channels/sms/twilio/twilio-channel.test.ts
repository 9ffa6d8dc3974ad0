import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingMessage, SmsContent } from "#channels/channel.ts";
import { channelContract } from "#channels/channel.contract.ts";
import { selfSignedCertificate } from "#channels/smtp/certificate.fixture.ts";
import { fakeAccount, type FakeTwilio, startFakeTwilio } from "#channels/twilio/twilio.fixture.ts";
import { nodeTransport } from "#entry/node/node-transport.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { manualClock } from "#kernel/clock.ts";
import { twilioChannel } from "./twilio-channel.ts";

const certificate = selfSignedCertificate("localhost");
setDefaultCACertificates([...getCACertificates(), certificate.cert]);

const NOW = Date.UTC(2026, 10, 22, 9);
const { signal } = new AbortController();

const strangers = [
  "",
  "nobody",
  "b@x.example",
  "12025550123",
  "+0202555012",
  "+12025550123,+12025550124",
  "+1202555012345678",
  "+1202\r\nBody: x",
  "whatsapp:+12025550123",
  "+1 202 555 0123",
];

async function open(change: { readonly authToken?: string } = {}) {
  const twilio = await startFakeTwilio(certificate);
  const transport = nodeTransport();
  const channel = twilioChannel({
    ...fakeAccount,
    ...change,
    clock: manualClock(NOW),
    post: providerPoster(transport, new Set([twilio.origin])),
    baseUrl: twilio.origin,
    concurrency: 4,
  });
  const message = (
    index: number,
    { to, ...content }: Partial<SmsContent> & { readonly to?: string } = {},
  ): OutgoingMessage<SmsContent> => ({
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to: to ?? `+1202555${String(100 + index).padStart(4, "0")}`,
    date: NOW,
    content: {
      kind: "sms",
      from: "+12025550001",
      text: `Your picks ${index}: https://go.shop.example/j/abc`,
      encoding: "gsm7",
      segments: 1,
      statusUrl: "https://go.shop.example/callbacks/twilio/status/abc",
      ...content,
    },
  });
  return { twilio, channel, message };
}

channelContract<SmsContent>("twilio", async () => {
  const at = await open();
  return {
    channel: at.channel,
    message: (index, change) => at.message(index, change),
    behave: at.twilio.behave,
    hanging: at.twilio.hanging,
    strangers,
    arrivals: () => at.twilio.taken.map((fields) => ({ to: fields["To"] ?? "", raw: JSON.stringify(fields) })),
    close: at.twilio.close,
  };
});

describe("texts by Twilio", () => {
  let opened: { readonly twilio: FakeTwilio } | undefined;
  const begin = async (...given: Parameters<typeof open>) => {
    const at = await open(...given);
    opened = at;
    return at;
  };
  afterEach(() => opened?.twilio.close());

  it("are asked for as its API documents it, with the address for what comes of them and without its own changes", async () => {
    const { twilio, channel, message } = await begin();
    expect(await channel.send(message(1), { signal })).toMatchObject({
      kind: "accepted",
      providerId: /^SM[0-9a-f]{32}$/,
    });
    expect(twilio.requests[0]?.path).toBe(`/2010-04-01/Accounts/${fakeAccount.accountSid}/Messages.json`);
    expect(twilio.requests[0]?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(twilio.taken).toEqual([
      {
        To: "+12025550101",
        From: "+12025550001",
        Body: message(1).content.text,
        SmartEncoded: "false",
        StatusCallback: message(1).content.statusUrl,
      },
    ]);
  });

  it("arrive with every character as it was written", async () => {
    const { twilio, channel, message } = await begin();
    const text = "50 % & + = “Ü” 😀\nsecond line €";
    await channel.send(message(1, { text, encoding: "ucs2" }), { signal });
    expect(twilio.taken[0]?.["Body"]).toBe(text);
  });

  it("do not leave from what is no sender, without words, or with more than Twilio takes", async () => {
    const { twilio, channel, message } = await begin();
    for (const [change, reason] of [
      [{ from: "" }, "sms_sender"],
      [{ from: "A name that is too long" }, "sms_sender"],
      [{ from: "1; drop" }, "sms_sender"],
      [{ text: "" }, "sms_empty"],
      [{ text: "a".repeat(1_601) }, "sms_too_long"],
    ] as const) {
      expect(await channel.send(message(1, change), { signal })).toEqual({ kind: "rejected", reason, suppress: false });
    }
    for (const from of ["Fernhill", "72404", "+447700900000"]) {
      expect(await channel.send(message(1, { from }), { signal })).toMatchObject({ kind: "accepted" });
    }
    expect(twilio.taken).toHaveLength(3);
  });

  it.each([
    [
      { status: 400, code: 21211 },
      { kind: "rejected", reason: "twilio_21211", suppress: true },
    ],
    [
      { status: 400, code: 21614 },
      { kind: "rejected", reason: "twilio_21614", suppress: true },
    ],
    [
      { status: 400, code: 21610 },
      { kind: "rejected", reason: "twilio_opted_out", suppress: false },
    ],
    [
      { status: 400, code: 21606 },
      { kind: "rejected", reason: "twilio_21606", suppress: false },
    ],
    [
      { status: 400, code: 99999 },
      { kind: "rejected", reason: "twilio_99999", suppress: false },
    ],
    [
      { status: 429, code: 20429, headers: { "retry-after": "7" } },
      { kind: "deferred", reason: "twilio_20429", retryAt: NOW + 7_000 },
    ],
    [
      { status: 429, code: 30022 },
      { kind: "deferred", reason: "twilio_30022", retryAt: NOW + 60_000 },
    ],
    [
      { status: 403, code: 30002 },
      { kind: "deferred", reason: "twilio_30002", retryAt: NOW + 900_000 },
    ],
    [
      { status: 503, code: 20503 },
      { kind: "deferred", reason: "twilio_20503" },
    ],
    [
      { status: 500, code: 20500 },
      { kind: "unknown", reason: "twilio_20500" },
    ],
    [
      { status: 401, code: 99999 },
      { kind: "deferred", reason: "twilio_99999", retryAt: NOW + 900_000 },
    ],
    [
      { status: 503, body: "<html>" },
      { kind: "deferred", reason: "twilio_503" },
    ],
    [
      { status: 500, body: "<html>" },
      { kind: "unknown", reason: "twilio_500" },
    ],
    [
      { status: 302, body: "" },
      { kind: "unknown", reason: "twilio_302" },
    ],
    [
      { status: 404, body: "{}" },
      { kind: "rejected", reason: "twilio_404", suppress: false },
    ],
    [
      { status: 201, body: "not JSON" },
      { kind: "unknown", reason: "sms_answer_unreadable" },
    ],
    [
      { status: 201, body: "{}" },
      { kind: "unknown", reason: "sms_answer_unreadable" },
    ],
  ] as const)("are judged by the answer %j", async (reply, expected) => {
    const { twilio, channel, message } = await begin();
    twilio.behave(reply);
    expect(await channel.send(message(1), { signal })).toEqual(expected);
  });

  it("wait while the account's token is wrong: that is nobody's number's fault", async () => {
    const { channel, message } = await begin({ authToken: "another" });
    expect(await channel.send(message(1), { signal })).toMatchObject({ kind: "deferred", reason: "twilio_20003" });
  });
});
