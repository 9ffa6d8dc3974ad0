import { describe, expect, it } from "vitest";
import { callTwiml } from "#channels/voice/call-twiml.ts";
import { voiceLanguage } from "#channels/voice/call-words.ts";
import { twilioVoice } from "#channels/voice/twilio/voice-channel.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { manualClock } from "#kernel/clock.ts";
import { callToken, readCallToken } from "#messages/voice/call-token.ts";
import { secretFrom } from "#kernel/secret.ts";
import { fetchTransport } from "#web/outgoing/fetch-transport.ts";

describe("calls from workerd", () => {
  it("leave by Twilio's own client over the platform's fetch", async () => {
    const asked: Request[] = [];
    const sid = `CA${"1".repeat(32)}`;
    const transport = fetchTransport(async (url, init) => {
      asked.push(new Request(url, init));
      return Response.json({ sid, status: "queued" }, { status: 201 });
    });
    const channel = twilioVoice({
      accountSid: "AC00000000000000000000000000000001",
      authToken: "token",
      clock: manualClock(Date.UTC(2026, 10, 22)),
      post: providerPoster(transport, new Set()),
    });
    const message = {
      messageNumber: 1,
      key: "k",
      to: "+12025550123",
      date: 0,
      content: {
        kind: "voice",
        from: "+12025550001",
        markup: callTwiml({ language: "en", verbs: [{ kind: "say", text: "Picks: 50 % & more €" }] }),
        answerUrl: "https://go.shop.example/callbacks/twilio/voice/call/k",
        statusUrl: "https://go.shop.example/callbacks/twilio/voice/status/k",
        ringSeconds: 25,
        maxSeconds: 180,
        onMachine: "leave_message",
      },
    } as const;
    const outcome = await channel.send(message, { signal: new AbortController().signal });
    expect(outcome).toEqual({ kind: "accepted", providerId: sid });
    const [request] = asked;
    expect(request?.url).toBe(
      "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls.json",
    );
    const form = new URLSearchParams(new TextDecoder().decode(await request?.arrayBuffer()));
    expect(["To", "Url", "MachineDetection", "StatusCallbackEvent", "TimeLimit"].map((name) => form.get(name))).toEqual(
      ["+12025550123", message.content.answerUrl, "DetectMessageEnd", "completed", "180"],
    );
  });

  it("are spoken as on Node, and go on under names of their own", () => {
    expect(callTwiml({ language: "de", verbs: [{ kind: "say", text: "]]> & <Redirect> \u0007" }] })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="de-DE">]]&gt; &amp; &lt;Redirect&gt; </Say></Response>',
    );
    expect(voiceLanguage("fr")).toBe("fr-FR");
    const key = secretFrom(new Uint8Array(32).fill(7)).keyFor("call-turn/1");
    const token = callToken(key, "CA1", { turn: 3, step: 2 });
    expect(readCallToken(key, "CA1", token)).toEqual({ turn: 3, step: 2 });
    expect(readCallToken(key, "CA2", token)).toBeUndefined();
  });
});
