import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMessageKey } from "#channels/return-path.ts";
import { secretFrom } from "#kernel/secret.ts";
import { messageIdOfKey, messageKey } from "./message-key.ts";

const key = secretFrom(new Uint8Array(32).fill(7)).keyFor("message-key/1");
const other = secretFrom(new Uint8Array(32).fill(8)).keyFor("message-key/1");

describe("a message's key", () => {
  it("is the same each time, fits a local part, and gives its message back in any case", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 48 - 1 }), (id) => {
        const text = messageKey(key, id);
        expect(text).toHaveLength(26);
        expect(isMessageKey(text)).toBe(true);
        expect(messageKey(key, id)).toBe(text);
        expect(messageIdOfKey(key, text)).toBe(id);
        expect(messageIdOfKey(key, text.toUpperCase())).toBe(id);
      }),
    );
  });

  it("that anybody changed, shortened or made is none of ours", () => {
    const text = messageKey(key, 12_345);
    for (let at = 0; at < text.length; at += 1) {
      const changed = `${text.slice(0, at)}${text.charAt(at) === "a" ? "b" : "a"}${text.slice(at + 1)}`;
      expect(messageIdOfKey(key, changed)).toBeUndefined();
    }
    expect(messageIdOfKey(key, text.slice(1))).toBeUndefined();
    expect(messageIdOfKey(key, `${text}a`)).toBeUndefined();
    expect(messageIdOfKey(key, messageKey(other, 12_345))).toBeUndefined();
  });

  it("tells nobody which message came after which", () => {
    const texts = Array.from({ length: 64 }, (_, id) => messageKey(key, id + 1));
    expect(new Set(texts.map((text) => text.slice(-8))).size).toBe(64);
    expect([...texts].sort()).not.toEqual(texts);
  });
});
