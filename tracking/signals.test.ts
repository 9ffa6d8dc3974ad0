import { createSecretKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { networkHash, networkOf, readSignals } from "./signals.ts";

const key = createSecretKey(Buffer.alloc(32, 9));
const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const browser: Readonly<Record<string, string>> = {
  "user-agent": chrome,
  "accept-language": "en-GB",
  "sec-fetch-mode": "navigate",
};
const read = (headers: Readonly<Record<string, string>>, asn?: number) =>
  readSignals({ method: "get", header: (name) => headers[name], asn, at: Date.UTC(2026, 0, 1) });

describe("the signals of a request", () => {
  it("tell of a reader's browser without its address or agent", () => {
    const { signals, rawAgent } = read(browser, 64_500);
    expect(signals).toMatchObject({
      method: "GET",
      device: "desktop",
      isDeclaredBot: false,
      hasAgent: true,
      isPrefetch: false,
      isModernBrowser: true,
      hasSecFetch: true,
      hasAcceptLanguage: true,
      isRewritten: false,
      asn: 64_500,
    });
    expect(rawAgent).toBe(chrome);
    expect(JSON.stringify(signals)).not.toContain("Mozilla");
  });

  it("know a network again, but neither the machine in it nor the network under another key", () => {
    const network = (ip: string, by = key) => networkHash(by, ip);
    expect(network("192.0.2.1")).toMatch(/^[\w-]{22}$/);
    expect(network("192.0.2.1")).toBe(network("192.0.2.254"));
    expect(network("192.0.2.1")).not.toBe(network("192.0.3.1"));
    expect(network("192.0.2.1")).not.toBe(network("192.0.2.1", createSecretKey(Buffer.alloc(32, 8))));
    expect(network("2001:db8:7::1")).toBe(network("2001:db8:7:ffff::2"));
  });

  it("take clicks from unknown addresses for no network that they share", () => {
    expect([networkHash(key, ""), networkHash(key, "nonsense")]).toEqual(["", ""]);
  });

  it.each([
    ["192.0.2.77", "192.0.2"],
    ["::ffff:192.0.2.77", "192.0.2"],
    ["2001:db8:7:1::5", "2001:db8:7"],
    ["2001:0DB8:0007::", "2001:db8:7"],
    ["2001:db8::7", "2001:db8:0"],
    ["::1", "0:0:0"],
    ["", ""],
    ["nonsense", ""],
    ["1:2:3", ""],
  ])("cut %s to the network %s", (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });

  it.each([
    { purpose: "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { "x-moz": "prefetch" },
    { "x-purpose": "preview" },
  ])("see that nobody asked yet: %j", (header) => {
    expect(read({ ...browser, ...header }).signals.isPrefetch).toBe(true);
  });

  it("see a person behind a mail gateway's rewritten link, and not behind a name that only contains it", () => {
    const isRewritten = (referer: string) => read({ ...browser, referer }).signals.isRewritten;
    expect(isRewritten("https://eur02.safelinks.protection.outlook.com/?url=x")).toBe(true);
    expect(isRewritten("https://urldefense.com/v3/x")).toBe(true);
    expect(isRewritten("https://evil.example/urldefense.com")).toBe(false);
    expect(isRewritten("https://noturldefense.com/")).toBe(false);
  });

  it("see a browser without a window by its hints, though its agent hides it", () => {
    const hints = { "sec-ch-ua": '"HeadlessChrome";v="140", "Chromium";v="140"' };
    expect(read({ ...browser, ...hints }).signals.isDeclaredBot).toBe(true);
  });

  it("see whether a page is asked for, as every browser does, and how old the browser is", () => {
    const accepts = (accept: string) => read({ ...browser, accept }).signals.acceptsPages;
    expect(accepts("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")).toBe(true);
    expect(accepts("application/vnd.wap.xhtml+xml, text/vnd.wap.wml")).toBe(true);
    expect([accepts("*/*"), accepts("image/avif,image/webp")]).toEqual([false, false]);
    expect(read(browser).signals).not.toHaveProperty("isOutdated");
    const old = { ...browser, "user-agent": chrome.replace("140", "98"), "sec-ch-ua-platform": '"Linux"' };
    expect(read(old).signals).toMatchObject({ isOutdated: true, isContradictory: true });
  });

  it("expect modern headers of modern browsers only", () => {
    const isModern = (agent: string) => read({ "user-agent": agent }).signals.isModernBrowser;
    expect(isModern("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")).toBe(true);
    expect(
      isModern(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
      ),
    ).toBe(true);
    expect(isModern("Mozilla/4.0 (PDA; PalmOS/sony/model prmr/Revision:1.1.54 (en)) NetFront/3.0")).toBe(false);
    expect(isModern("Mozilla/5.0 (Linux; U; Android 2.3) AppleWebKit/533.1 Version/4.0 Mobile Safari/533.1")).toBe(
      false,
    );
  });

  it("are bounded, whatever is sent", () => {
    expect(read({ "user-agent": "x".repeat(100_000) }).rawAgent).toHaveLength(1_024);
    expect(networkHash(key, "1".repeat(100_000))).toBe("");
    expect(read({}).signals).toMatchObject({ hasAgent: false, hasAcceptLanguage: false, device: "other" });
  });
});

type AgentCase = { readonly ua: string };
const load = (names: readonly string[]): readonly AgentCase[] =>
  names.flatMap((name) => {
    const path = `../shared/cases/ua/${name}.json`;
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as AgentCase[]) : [];
  });
const isBot = ({ ua }: AgentCase) => read({ "user-agent": ua }).signals.isDeclaredBot;
const rate = (all: readonly AgentCase[], hits: number) => (hits / Math.max(1, all.length)).toFixed(4);

const bots = load(["crawler-user-agents", "device-detector-bots", "well-known-bots-previews"]);
const readers = load(["uap-core-phone", "uap-core-pda", "uap-core-tablet", "traps-not-pda", "device-detector-devices"]);
const found = bots.filter(isBot).length;
const slandered = readers.filter(isBot).length;

describe.skipIf(bots.length === 0)("declared robots (shared cases are absent if skipped)", () => {
  it(`are found: ${rate(bots, found)} of ${bots.length}`, () => {
    expect(found / bots.length).toBeGreaterThanOrEqual(0.99);
  });

  it(`are not seen in people's devices: ${slandered} of ${readers.length}`, () => {
    expect(slandered / readers.length).toBeLessThanOrEqual(0.02);
  });
});
