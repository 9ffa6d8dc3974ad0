import { describe, expect, it } from "vitest";
import { countSegments } from "#channels/sms/count-segments.ts";
import { twilioChannel } from "#channels/sms/twilio/twilio-channel.ts";
import { isSignedByTwilio } from "#channels/twilio/twilio-signature.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { manualClock } from "#kernel/clock.ts";
import { fetchTransport } from "#web/outgoing/fetch-transport.ts";

const segmentFiles = import.meta.glob<string>("../../../../shared/cases/sms/segments.json", {
  query: "?raw",
  import: "default",
  eager: true,
});
const [segments] = Object.values(segmentFiles);
const signatureFiles = import.meta.glob<string>("../../../../shared/cases/twilio/signatures.json", {
  query: "?raw",
  import: "default",
  eager: true,
});
const [signatures] = Object.values(signatureFiles);

type SegmentCase = {
  readonly text: string;
  readonly encoding: string;
  readonly units: number;
  readonly segments: number;
};
type SignatureCase = {
  readonly url: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  readonly signature: string;
  readonly expect: boolean;
};

describe("texts from workerd", () => {
  it("leave by Twilio's own client over the platform's fetch", async () => {
    const asked: Request[] = [];
    const sid = `SM${"1".repeat(32)}`;
    const transport = fetchTransport(async (url, init) => {
      asked.push(new Request(url, init));
      return Response.json({ sid, status: "queued" }, { status: 201 });
    });
    const channel = twilioChannel({
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
      content: { kind: "sms", from: "+12025550001", text: "Picks: 50 % & more €", encoding: "gsm7", segments: 1 },
    } as const;
    const outcome = await channel.send(message, { signal: new AbortController().signal });
    expect(outcome).toEqual({ kind: "accepted", providerId: sid });
    const [request] = asked;
    expect(request?.url).toBe(
      "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json",
    );
    expect(request?.headers.get("authorization")).toMatch(/^Basic /);
    const form = new URLSearchParams(new TextDecoder().decode(await request?.arrayBuffer()));
    expect([form.get("To"), form.get("Body")]).toEqual(["+12025550123", "Picks: 50 % & more €"]);
  });

  it.skipIf(segments === undefined)("have the same segments as on Node", () => {
    const cases = JSON.parse(segments ?? "[]") as SegmentCase[];
    for (const { text, units, segments: parts } of cases)
      expect(countSegments(text)).toMatchObject({ units, segments: parts });
    expect(cases.length).toBeGreaterThan(80);
  });

  it.skipIf(signatures === undefined)("are told of by callbacks whose signatures are judged as on Node", () => {
    const { auth_token: token, form } = JSON.parse(signatures ?? "{}") as { auth_token: string; form: SignatureCase[] };
    for (const { url, params, signature, expect: expected } of form) {
      const fields = Object.entries(params).flatMap(([name, value]) =>
        (typeof value === "string" ? [value] : value).map((one) => [name, one] as const),
      );
      expect([url, isSignedByTwilio({ url, signature, form: fields }, [token])]).toEqual([url, expected]);
    }
  });
});
