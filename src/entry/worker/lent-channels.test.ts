import { describe, expect, it } from "vitest";
import type { OutgoingMessage } from "#channels/channel.ts";
import { startProvider } from "#channels/smtp/provider.fixture.ts";
import { readConfig } from "#entry/config.ts";
import { lentChannels } from "./lent-channels.ts";
import { outgoingOf } from "#entry/outgoing-of.ts";
import { systemClock, systemTimer } from "#entry/runtime.ts";

const noTransport = () => Promise.reject(new Error("Nothing is asked here."));

const message: OutgoingMessage = {
  messageNumber: 1,
  key: "abcdefghijklmnop",
  to: "ada@people.example",
  date: Date.UTC(2026, 10, 22),
  content: {
    kind: "email",
    from: { name: "Vendor", address: "news@vendor.example" },
    subject: "Hello",
    html: "<p>Hello</p>",
    text: "Hello",
  },
};
const DOMAINS = { SENDING_DOMAIN: "mail.vendor.example", BOUNCE_DOMAIN: "bounce.vendor.example" };
const options = { signal: new AbortController().signal };

function channelsFor(words: Record<string, string>) {
  const config = readConfig({ ROOT_KEY: "A".repeat(43), ...words });
  if (!config.ok) throw new Error(config.error.join());
  return lentChannels(config.value, {
    clock: systemClock,
    outgoing: outgoingOf(config.value, noTransport, systemTimer),
  });
}

describe("channels at the edge", () => {
  it("a batch has connections of its own, shares them, and leaves none open", async () => {
    const provider = await startProvider();
    const { with: lend } = channelsFor({
      SMTP_HOST: "127.0.0.1",
      SMTP_PORT: `${provider.port}`,
      SMTP_SECURITY: "none",
      ...DOMAINS,
    });
    const outcomes = await lend(async (channels) => {
      const email = channels.get("email");
      return [await email?.send(message, options), await email?.send(message, options)];
    });
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(["accepted", "accepted"]);
    expect(provider.connections()).toBe(1);
    await lend(async (channels) => channels.get("email")?.send(message, options));
    expect(provider.connections()).toBe(2);
    await provider.close();
  });

  it("a message outside of a batch has a connection of its own", async () => {
    const provider = await startProvider();
    const { alone } = channelsFor({
      SMTP_HOST: "127.0.0.1",
      SMTP_PORT: `${provider.port}`,
      SMTP_SECURITY: "none",
      ...DOMAINS,
    });
    const email = alone.get("email");
    expect([email?.name, email?.limits.concurrency]).toEqual(["smtp", expect.any(Number)]);
    await Promise.all([email?.send(message, options), email?.send(message, options)]);
    expect([provider.arrivals.length, provider.connections()]).toEqual([2, 2]);
    await provider.close();
  });

  it("without a mail server a worker that readers reach over https does not start", () => {
    expect(() => channelsFor({ PUBLIC_URL: "https://jump.vendor.example" })).toThrow(/SMTP_HOST/);
    const local = channelsFor({ PUBLIC_URL: "http://127.0.0.1:8787" });
    expect(local.alone.get("email")?.name).toBe("memory");
  });
});
