import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDestination, destinationPolicy, isAllowedDestination } from "./destination.ts";

const corpus = "../shared/cases/urls/destinations.json";
type DestinationCase = {
  readonly input: string;
  readonly expect: "accept" | "reject" | "either";
  readonly why: string;
};
const { cases, policy: hosts }: { cases: readonly DestinationCase[]; policy: { allow_hosts: readonly string[] } } =
  existsSync(corpus) ? JSON.parse(readFileSync(corpus, "utf8")) : { cases: [], policy: { allow_hosts: [] } };

const policy = destinationPolicy(["shop.example", "www.shop.example"]);
const decided = cases.filter(({ expect }) => expect !== "either");

describe.skipIf(cases.length === 0)("the destination cases (shared cases are absent if skipped)", () => {
  it(`are decided as they say, all ${cases.length}`, () => {
    const theirs = destinationPolicy(hosts.allow_hosts);
    const wrong = decided.filter((one) => checkDestination(one.input, theirs).ok !== (one.expect === "accept"));
    expect(wrong.map(({ input, why }) => ({ input, why }))).toEqual([]);
  });

  it("that pass at redirect time pass the whole check too", () => {
    const wrong = cases.filter(
      ({ input }) => isAllowedDestination(input, policy) && !checkDestination(input, policy).ok,
    );
    expect(wrong).toEqual([]);
  });
});

describe("a destination", () => {
  it.each([
    ["https://shop.example", "https://shop.example/"],
    ["HTTPS://WWW.Shop.Example:443/A/./b/../c?x=1#y", "https://www.shop.example/A/c?x=1#y"],
    ["https://shop.example/%2E%2e/admin/..", "https://shop.example/"],
    ["https://shop.example/grüße?q=größe", "https://shop.example/gr%C3%BC%C3%9Fe?q=gr%C3%B6%C3%9Fe"],
    ["https://shop.example//twice//", "https://shop.example//twice//"],
    ["https://shop.example?q", "https://shop.example/?q"],
  ])("%s is kept as %s", (raw, canonical) => {
    expect(checkDestination(raw, policy)).toEqual({ ok: true, value: canonical });
  });

  it.each([
    ["http://shop.example/", "not_https"],
    ["https://evil.example/", "host"],
    ["https://shop.example./", "host"],
    ["https://a@shop.example/", "userinfo"],
    ["https://shop.example:444/", "port"],
    ["https://shop.example/\u200d", "characters"],
    ["https://shop.example/%0d%0aSet-Cookie:a", "encoded_control"],
    ['https://shop.example/"', "not_canonical"],
    [`https://shop.example/${"ü".repeat(600)}`, "too_long"],
  ])("%s is refused: %s", (raw, error) => {
    expect(checkDestination(raw, policy)).toEqual({ ok: false, error });
  });

  it("once accepted is its own canonical form, leads to a listed host and passes at redirect time", () => {
    const part = fc.string({ unit: "grapheme", maxLength: 20 });
    fc.assert(
      fc.property(part, part, part, (path, query, fragment) => {
        const checked = checkDestination(`https://shop.example/${path}?${query}#${fragment}`, policy);
        if (!checked.ok) return;
        expect(new URL(checked.value).host).toBe("shop.example");
        expect(checkDestination(checked.value, policy)).toEqual(checked);
        expect(isAllowedDestination(checked.value, policy)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is refused at redirect time when its host has left the list or its text was tampered with", () => {
    expect(isAllowedDestination("https://shop.example/a?b=1", policy)).toBe(true);
    expect(isAllowedDestination("https://shop.example/a?b=1", destinationPolicy([]))).toBe(false);
    for (const tampered of [
      "https://shop.example/\r\nSet-Cookie: a=b",
      "https://shop.example@evil.example/",
      "https://shop.example\\@evil.example/",
      "http://shop.example/",
      "//shop.example/",
      "https://shop.example",
      " https://shop.example/",
    ]) {
      expect({ tampered, ok: isAllowedDestination(tampered, policy) }).toEqual({ tampered, ok: false });
    }
  });
});

describe("an origin on this machine", () => {
  const local = destinationPolicy(["http://127.0.0.1:8787", "shop.example"]);

  it("is a destination only where the list names it, and only in its canonical spelling", () => {
    const verdicts = [
      "http://127.0.0.1:8787/products/A",
      "http://127.0.0.1:8787@evil.example/",
      "http://127.0.0.1:87870/",
      "http://127.0.0.1:8787/../x",
      "http://127.0.0.1/",
      "http://localhost:8787/",
    ].map((raw) => [checkDestination(raw, local).ok, isAllowedDestination(raw, local)]);
    expect(verdicts).toEqual([[true, true], ...Array.from({ length: 5 }, () => [false, false])]);
  });

  it("another machine is never taken for it", () => {
    expect(destinationPolicy(["http://10.0.0.1:80"]).loopbackOrigins).toEqual([]);
  });
});

const ssrf = "../shared/cases/urls/ssrf.json";

describe.skipIf(!existsSync(ssrf))("addresses inside a network (needs ../shared/cases)", () => {
  const cases = existsSync(ssrf) ? (JSON.parse(readFileSync(ssrf, "utf8")) as Array<{ url: string }>) : [];

  it(`none of ${cases.length} becomes a destination, at save or at redirect`, () => {
    const through = cases.filter(({ url }) => checkDestination(url, policy).ok || isAllowedDestination(url, policy));
    expect(through).toEqual([]);
    expect(cases.length).toBeGreaterThan(20);
  });
});
