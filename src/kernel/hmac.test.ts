import { createHmac, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hmacOf } from "./hmac.ts";

describe("a keyed hash", () => {
  it("is the runtime's own HMAC-SHA-256 under every key and over every text, in any order of keys", () => {
    const bytes = (maxLength: number) => fc.uint8Array({ minLength: 1, maxLength });
    const keys = fc.array(bytes(200), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(keys, fc.array(bytes(300), { minLength: 1, maxLength: 8 }), (raw, texts) => {
        const known = raw.map((key) => createSecretKey(key));
        texts.forEach((text, index) => {
          const key = known[index % known.length] ?? createSecretKey(text);
          expect(Buffer.from(hmacOf(key, text))).toStrictEqual(createHmac("sha256", key).update(text).digest());
        });
      }),
    );
  });
});
