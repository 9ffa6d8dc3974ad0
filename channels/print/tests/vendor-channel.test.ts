import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import type { PrintContent } from "#channels/channel.ts";
import { channelContract } from "#channels/channel.contract.ts";
import { readNotice } from "#channels/print/vendor/read-notice.ts";
import { vendorChannel } from "#channels/print/vendor/vendor-channel.ts";
import { selfSignedCertificate } from "#channels/smtp/certificate.fixture.ts";
import { nodeTransport } from "#entry/node/node-transport.ts";
import { providerPoster } from "#entry/provider-poster.ts";
import { manualClock, SECOND_MS } from "#kernel/clock.ts";
import { ada, letterMessage, strangers } from "./messages.fixture.ts";
import { type PrintHouse, startPrintHouse } from "./vendor.fixture.ts";

const NOW = Date.UTC(2026, 10, 22, 9);
const KEY = "key_of_nobody";
const { signal } = new AbortController();
const certificate = selfSignedCertificate("localhost");
setDefaultCACertificates([...getCACertificates(), certificate.cert]);

let opened: PrintHouse | undefined;
async function open(apiKey = KEY) {
  const house = await startPrintHouse(KEY, certificate);
  opened = house;
  const post = providerPoster(nodeTransport(), new Set([house.origin]));
  return { house, channel: vendorChannel({ origin: house.origin, apiKey, clock: manualClock(NOW), post }) };
}

channelContract<PrintContent>("a house that prints", async () => {
  const { house, channel } = await open();
  return {
    channel,
    message: letterMessage,
    behave: house.behave,
    hanging: house.hanging,
    arrivals: () => house.arrivals,
    strangers,
    close: house.close,
  };
});

describe("a house that prints", () => {
  afterEach(async () => {
    await opened?.close();
  });

  it("gets the very file, the address and our key", async () => {
    const { house, channel } = await open();
    const message = letterMessage(1);
    await channel.send(message, { signal });
    const letter = house.printed.get(message.key);
    expect(letter?.file).toEqual(message.content.pdf);
    expect(letter?.fields).toEqual({
      reference: message.key,
      format: "letter",
      sheets: 1,
      to: { ...ada, addressee: "Reader 1" },
    });
  });

  it("prints a letter once, however often it is handed over", async () => {
    const { house, channel } = await open();
    await channel.send(letterMessage(1), { signal });
    await channel.send(letterMessage(1), { signal });
    expect(house.printed.size).toBe(1);
  });

  it.each([
    [
      { status: 401, body: "{}" },
      { kind: "deferred", reason: "provider_error_401" },
    ],
    [
      { status: 402, body: '{"code":"no_money"}' },
      { kind: "deferred", reason: "no_money_402" },
    ],
    [
      { status: 409, body: '{"code":"key_in_use"}' },
      { kind: "unknown", reason: "key_in_use_409" },
    ],
    [
      { status: 503, body: "<html>" },
      { kind: "unknown", reason: "provider_error_503" },
    ],
    [
      { status: 200, body: "{}" },
      { kind: "unknown", reason: "provider_answer" },
    ],
    [
      { status: 200, body: "null" },
      { kind: "unknown", reason: "provider_answer" },
    ],
    [
      { status: 422, body: '{"code":"Springfield, IL"}' },
      { kind: "rejected", reason: "provider_error_422" },
    ],
    [
      { status: 429, body: "{}", headers: { "retry-after": "120" } },
      { kind: "deferred", retryAt: NOW + 120 * SECOND_MS },
    ],
  ])("that answers %j makes it %j", async (reply, outcome) => {
    const { house, channel } = await open();
    house.behave(reply);
    expect(await channel.send(letterMessage(1), { signal })).toMatchObject(outcome);
  });
});

describe("notices of the house", () => {
  const notice = (type: string, data: object = { reference: "k" }) =>
    readNotice(JSON.stringify({ type, created_at: "2026-11-23T10:00:00Z", data }), NOW);

  it.each([
    ["letter.mailed", "underway"],
    ["letter.in_transit", "underway"],
    ["letter.delivered", "delivered"],
    ["letter.returned_to_sender", "hard"],
    ["letter.failed", "ours"],
  ])("%s is told as %s", (type, verdict) => {
    expect(notice(type)).toMatchObject({
      provider: "print-vendor",
      about: { key: "k" },
      verdict,
      at: Date.UTC(2026, 10, 23, 10),
    });
  });

  it("of a letter that nobody fetched say nothing against the address", () => {
    const returned = (reason: string) => notice("letter.returned_to_sender", { id: "letter_1", reason });
    expect(returned("unclaimed")).toMatchObject({ verdict: "soft", about: { providerId: "letter_1" } });
    expect(returned("moved")).toMatchObject({ verdict: "hard", reason: "returned_to_sender" });
  });

  it("of something else, or broken, are told apart", () => {
    expect(notice("invoice.paid")).toBe("other");
    for (const text of ["", "{", "[]", "null", '{"type":"letter.mailed"}', '{"type":"letter.mailed","data":{}}']) {
      expect(readNotice(text, NOW)).toBe("unreadable");
    }
  });
});
