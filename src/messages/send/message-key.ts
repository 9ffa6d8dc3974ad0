import { createHmac, type KeyObject } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * A message's public name: Message-ID, idempotency key and return path. Deterministic, unguessable, the same at each try,
 * base32 so that a mail system that folds case does not break it. 26 characters carry 130 bits.
 */
export function messageKey(key: KeyObject, messageId: number): string {
  const digest = createHmac("sha256", key).update(`message/${messageId}`).digest();
  let text = "";
  let bits = 0;
  let value = 0;
  for (let index = 0; text.length < 26; index += 1) {
    value = (value << 8) | (digest[index] ?? 0);
    bits += 8;
    while (bits >= 5 && text.length < 26) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
      value &= (1 << bits) - 1;
    }
  }
  return text;
}
