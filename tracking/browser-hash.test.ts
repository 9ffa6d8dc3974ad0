import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { browserHash } from "./browser-hash.ts";

const key = createSecretKey(Buffer.alloc(32, 9));
const hash = (headers: Readonly<Record<string, string>>, by = key) => browserHash(by, (name) => headers[name]);
const reader = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:146.0)", "accept-language": "de" };

describe("the hash of a browser", () => {
  it("knows a program again by its agent and languages, within one key", () => {
    expect(hash(reader)).toMatch(/^[\w-]{8}$/);
    expect(hash({ ...reader, accept: "text/html" })).toBe(hash(reader));
    expect(hash({ ...reader, "accept-language": "fr" })).not.toBe(hash(reader));
    expect(hash({ ...reader, "user-agent": "curl/8" })).not.toBe(hash(reader));
    expect(hash(reader, createSecretKey(Buffer.alloc(32, 8)))).not.toBe(hash(reader));
  });

  it("is nothing where a program names neither, and bounded whatever is sent", () => {
    expect(hash({})).toBe("");
    expect(hash({ "user-agent": "x".repeat(100_000) })).toBe(hash({ "user-agent": "x".repeat(1_024) }));
  });
});
