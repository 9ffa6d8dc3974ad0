import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import type { OutgoingMessage, VoiceContent } from "#channels/channel.ts";
import { channelContract } from "#channels/channel.contract.ts";
import { selfSignedCertificate } from "#channels/smtp/certificate.fixture.ts";
import { fakeAccount, type FakeTwilio, startFakeTwilio } from "#channels/twilio/twilio.fixture.ts";
import { nodeTransport } from "#entry/node/node-transport.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { manualClock } from "#kernel/clock.ts";
import { twilioVoice } from "./voice-channel.ts";

const certificate = selfSignedCertificate("localhost");
setDefaultCACertificates([...getCACertificates(), certificate.cert]);

const NOW = Date.UTC(2026, 10, 22, 9);
const { signal } = new AbortController();
const ANSWER = "https://go.shop.example/callbacks/twilio/voice/call/abc";
const STATUS = "https://go.shop.example/callbacks/twilio/voice/status/abc";
const MARKUP = '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US">Hello</Say></Response>';

type Change = Partial<VoiceContent> & { readonly to?: string };

async function open() {
  const twilio = await startFakeTwilio(certificate);
  const channel = twilioVoice({
    ...fakeAccount,
    clock: manualClock(NOW),
    post: providerPoster(nodeTransport(), new Set([twilio.origin])),
    baseUrl: twilio.origin,
    concurrency: 4,
  });
  const message = (index: number, { to, ...content }: Change = {}): OutgoingMessage<VoiceContent> => ({
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to: to ?? `+1202555${String(100 + index).padStart(4, "0")}`,
    date: NOW,
    content: {
      kind: "voice",
      from: "+12025550001",
      markup: MARKUP,
      answerUrl: ANSWER,
      statusUrl: STATUS,
      ringSeconds: 25,
      maxSeconds: 180,
      onMachine: "hang_up",
      ...content,
    },
  });
  return { twilio, channel, message };
}

channelContract<VoiceContent>("calls by Twilio", async () => {
  const at = await open();
  return {
    channel: at.channel,
    message: (index, change) => at.message(index, change),
    behave: at.twilio.behave,
    hanging: at.twilio.hanging,
    strangers: ["", "nobody", "12025550123", "+0202555012", "+12025550123,+12025550124", "sip:a@b.example", "client:a"],
    arrivals: () => at.twilio.taken.map((fields) => ({ to: fields["To"] ?? "", raw: JSON.stringify(fields) })),
    close: at.twilio.close,
  };
});

describe("calls by Twilio", () => {
  let opened: { readonly twilio: FakeTwilio } | undefined;
  const begin = async () => {
    const at = await open();
    opened = at;
    return at;
  };
  afterEach(() => opened?.twilio.close());

  it("are asked for as its API documents it: who answers is looked at, and ringing and talking have their ends", async () => {
    const { twilio, channel, message } = await begin();
    const outcome = await channel.send(message(1), { signal });
    expect(outcome).toMatchObject({ kind: "accepted" });
    expect(outcome.kind === "accepted" && outcome.providerId).toMatch(/^CA[0-9a-f]{32}$/);
    expect(twilio.requests[0]?.path).toBe(`/2010-04-01/Accounts/${fakeAccount.accountSid}/Calls.json`);
    expect(twilio.taken).toEqual([
      {
        To: "+12025550101",
        From: "+12025550001",
        Url: ANSWER,
        Method: "POST",
        Timeout: "25",
        TimeLimit: "180",
        MachineDetection: "Enable",
        StatusCallback: STATUS,
        StatusCallbackMethod: "POST",
        StatusCallbackEvent: "completed",
      },
    ]);
  });

  it("say their markup where nobody could be asked, and look for no machine where it makes no difference", async () => {
    const { twilio, channel, message } = await begin();
    const { answerUrl: _answer, statusUrl: _status, ...content } = message(1).content;
    await channel.send({ ...message(1), content: { ...content, onMachine: "ignore" } }, { signal });
    await channel.send(message(2, { onMachine: "leave_message" }), { signal });
    expect(twilio.taken[0]).toEqual({
      To: "+12025550101",
      From: "+12025550001",
      Twiml: MARKUP,
      Timeout: "25",
      TimeLimit: "180",
    });
    expect(twilio.taken[1]?.["MachineDetection"]).toBe("DetectMessageEnd");
  });

  it("are not begun from what is no number, without words, or without an end", async () => {
    const { twilio, channel, message } = await begin();
    const { answerUrl: _answer, ...inline } = message(1).content;
    for (const [content, reason] of [
      [{ ...inline, from: "Fernhill" }, "voice_sender"],
      [{ ...inline, markup: "" }, "voice_empty"],
      [{ ...inline, markup: "x".repeat(4_001) }, "voice_too_long"],
      [{ ...inline, ringSeconds: 0 }, "voice_time"],
      [{ ...inline, maxSeconds: 1.5 }, "voice_time"],
    ] as const) {
      expect(await channel.send({ ...message(1), content }, { signal })).toEqual({
        kind: "rejected",
        reason,
        suppress: false,
      });
    }
    expect(twilio.taken).toEqual([]);
  });

  it.each([
    [
      { status: 400, code: 21211 },
      { kind: "rejected", reason: "twilio_21211", suppress: true },
    ],
    [
      { status: 400, code: 21215 },
      { kind: "rejected", reason: "twilio_21215", suppress: false },
    ],
    [
      { status: 429, code: 20429 },
      { kind: "deferred", reason: "twilio_20429" },
    ],
    [
      { status: 500, body: "<html>" },
      { kind: "unknown", reason: "twilio_500" },
    ],
    [
      { status: 201, body: "{}" },
      { kind: "unknown", reason: "voice_answer_unreadable" },
    ],
  ] as const)("are judged by the answer %j", async (reply, expected) => {
    const { twilio, channel, message } = await begin();
    twilio.behave(reply);
    expect(await channel.send(message(1), { signal })).toEqual(expected);
  });
});
