import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretFrom } from "#kernel/secret.ts";
import { seal, unseal } from "./seal.ts";

const secret = secretFrom(new Uint8Array(32).fill(3));
const place = { table: "contact_notes", key: "m1", column: "note" };

describe("seal", () => {
  it("gives back every text, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(unseal(secret, place, seal(secret, place, text))).toBe(text.toWellFormed());
      }),
    );
  });

  it("does not open in another row, column or table, nor under another key", () => {
    const sealed = seal(secret, place, "She called.");
    const elsewhere = [
      { ...place, key: "m2" },
      { ...place, column: "disposition" },
      { ...place, table: "rejected_items" },
      { table: "contact_note", key: "sm1", column: "note" },
    ];
    expect(elsewhere.map((other) => unseal(secret, other, sealed))).toEqual(elsewhere.map(() => undefined));
    expect(unseal(secretFrom(new Uint8Array(32).fill(4)), place, sealed)).toBeUndefined();
  });

  it("does not open when one bit of it was changed, or when it was cut", () => {
    const sealed = seal(secret, place, "She called.");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unseal(secret, place, changed)).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(unseal(secret, place, sealed.subarray(0, length))).toBeUndefined();
    }
  });

  it("never uses a nonce twice, and never shows that two texts are the same", () => {
    const sealed = Array.from({ length: 2_000 }, () => Buffer.from(seal(secret, place, "same")).toString("hex"));
    expect(new Set(sealed.map((hex) => hex.slice(2, 26))).size).toBe(sealed.length);
    expect(new Set(sealed.map((hex) => hex.slice(58))).size).toBe(sealed.length);
  });
});
