import { describe, expect, it } from "vitest";
import { keyOfReturnPath, returnPathOf } from "./return-path.ts";

const key = "k7m2qa4x5zjn6p3t";
const domain = "bounce.shop.example";

describe("the return path", () => {
  it("names the message within 64 octets of local part", () => {
    expect(returnPathOf(key, domain)).toBe(`b+${key}@${domain}`);
    expect(returnPathOf("a".repeat(62), domain).indexOf("@")).toBe(64);
  });

  it.each([
    ["as it was", `b+${key}@${domain}`],
    ["in upper case", `B+${key.toUpperCase()}@${domain.toUpperCase()}`],
    ["in angle brackets", `<b+${key}@${domain}>`],
    ["tagged by BATV", `prvs=1234abcdef=b+${key}@${domain}`],
    ["with its plus turned into an equals sign", `b=${key}@${domain}`],
  ])("is recognised %s", (_, address) => {
    expect(keyOfReturnPath(address, domain)).toBe(key);
  });

  it.each([
    ["another domain", `b+${key}@evil.example`],
    ["another prefix", `c+${key}@${domain}`],
    ["a key that no message has", `b+short@${domain}`],
    ["no domain", `b+${key}`],
    ["a monster", `b+${"a".repeat(100_000)}@${domain}`],
  ])("with %s is refused", (_, address) => {
    expect(keyOfReturnPath(address, domain)).toBeUndefined();
  });
});
