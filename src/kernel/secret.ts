import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from "node:crypto";

/** A key that never prints itself. One root key feeds every purpose through HKDF (RFC 5869), so that purposes never share key bytes. */
export type Secret = {
  /** A key of 32 bytes for one purpose, e.g. "jumpstation/1". Ready for node:crypto. */
  keyFor(purpose: string): KeyObject;
};

export function secretFrom(root: Uint8Array): Secret {
  if (root.length < 32) throw new Error("A root key has at least 32 bytes.");
  const made = new Map<string, KeyObject>();
  return {
    keyFor: (purpose) => {
      const known = made.get(purpose);
      if (known !== undefined) return known;
      const bytes = new Uint8Array(hkdfSync("sha256", root, new Uint8Array(0), purpose, 32));
      const key = createSecretKey(bytes);
      made.set(purpose, key);
      return key;
    },
  };
}

/** HMAC-SHA-256 as base64url: how an address or number is looked up without being kept. */
export function keyedHash(key: KeyObject, text: string): string {
  return createHmac("sha256", key).update(text, "utf8").digest("base64url");
}

/** Compares in a time that depends on the lengths alone. */
export function isSameText(left: string, right: string): boolean {
  const a = Buffer.from(left, "utf8");
  const b = Buffer.from(right, "utf8");
  return a.length === b.length && timingSafeEqual(a, b);
}
