import { randomBytes } from "node:crypto";
import { isSameText, keyedHash, type Secret } from "#kernel/secret.ts";

/** The two halves of `jk_<id>_<secret>`: the id finds the row, the secret proves. */
export type KeyParts = { readonly id: string; readonly secret: string };

const SECRET_BYTES = 32;
const KEY_TEXT = /^jk_([0-9a-z]{10,40})_([A-Za-z0-9_-]{43})$/;

export function parseKey(text: string): KeyParts | undefined {
  const match = KEY_TEXT.exec(text);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { id: match[1], secret: match[2] };
}

export function formatKey({ id, secret }: KeyParts): string {
  return `jk_${id}_${secret}`;
}

/** 256 bits from the runtime's cryptographic source. */
export function newKeySecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** What is stored of a secret. With 256 bits of chance in it, a slow hash would add nothing. */
export function hashKeySecret(secret: Secret, keySecret: string): string {
  return keyedHash(secret.keyFor("api-key/1"), keySecret);
}

/** Takes as long for an id that nobody has as for a wrong secret. */
export function isKeySecret(secret: Secret, keySecret: string, storedHash: string | undefined): boolean {
  const given = hashKeySecret(secret, keySecret);
  return isSameText(given, storedHash ?? given.replaceAll(/./g, "-")) && storedHash !== undefined;
}
