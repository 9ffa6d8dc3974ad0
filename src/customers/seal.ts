import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Secret } from "#kernel/secret.ts";

/** Where a sealed value stands. It is authenticated: a value that is moved to another row or column does not open. */
export type SealedPlace = { readonly table: string; readonly key: string; readonly column: string };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits: number of the root (1 byte), nonce (12), tag (16), ciphertext.
 * A new root is a new number; old values keep theirs until they are sealed again (src/entry/roots/reseal-fields.ts).
 * One key stays well under the 2^32 values after which random nonces become a risk (§8.3 there).
 */
export function seal(secret: Secret, place: SealedPlace, text: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const version = secret.sealing;
  const key = secret.sealingKey(version);
  if (key === undefined) throw new Error("There is no key to seal with.");
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(placeBytes(place, version));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
}

/** undefined where the value was altered, moved or sealed under another key. */
export function unseal(secret: Secret, place: SealedPlace, sealed: Uint8Array): string | undefined {
  const head = 1 + NONCE_BYTES + TAG_BYTES;
  const version = sealed[0] ?? 0;
  const key = secret.sealingKey(version);
  if (sealed.length < head || key === undefined) return undefined;
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(placeBytes(place, version));
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, head));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(head)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Each part with its length before it, so that no two places share their bytes. */
function placeBytes({ table, key, column }: SealedPlace, version: number): Uint8Array {
  return Buffer.from([version, table, key, column].map((part) => `${String(part).length}:${part}`).join("|"), "utf8");
}
