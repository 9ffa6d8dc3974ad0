import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretFrom } from "#kernel/secret.ts";
import { hashAddress } from "#customers/normalise-identity.ts";
import { addressHasher } from "./address-hasher.ts";

describe("the hash of an address in a file", () => {
  it("is the one by which every other door looks it up", () => {
    const secret = secretFrom(new Uint8Array(32).fill(9));
    const hash = addressHasher(secret);
    fc.assert(
      fc.property(
        fc.constantFrom("email" as const, "phone" as const),
        fc.string({ unit: "grapheme", maxLength: 60 }),
        (kind, text) => {
          expect(hash(kind, text)).toBe(hashAddress(secret, kind, text));
        },
      ),
    );
  });
});
