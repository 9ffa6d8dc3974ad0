import { hash } from "node:crypto";
import type { Secret } from "#kernel/secret.ts";
import type { AddressKind } from "#customers/normalise-identity.ts";

const BLOCK_BYTES = 64; // of SHA-256, FIPS 180-4 §1
const DIGEST_BYTES = 32;
/** Longer than any address: RFC 5321 §4.5.3.1.3. */
const MAX_BYTES = 1_024;

/**
 * `hashAddress` for a million addresses: HMAC-SHA-256 as RFC 2104 §2 writes it, over two buffers that already hold the padded
 * key. Making an Hmac object costs as much as the hashing itself.
 */
export function addressHasher(secret: Secret): (kind: AddressKind, normalised: string) => string {
  const key = secret.keyFor("address/1").export();
  const inner = Buffer.alloc(BLOCK_BYTES + MAX_BYTES, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  key.forEach((byte, index) => {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  });
  return (kind, normalised) => {
    const length = BLOCK_BYTES + inner.write(`${kind}:${normalised}`, BLOCK_BYTES, "utf8");
    outer.write(hash("sha256", inner.subarray(0, length), "hex"), BLOCK_BYTES, "hex");
    return hash("sha256", outer, "base64url");
  };
}
