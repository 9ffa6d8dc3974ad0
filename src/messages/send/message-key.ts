import { createHmac, type KeyObject } from "node:crypto";
import { isSameText } from "#kernel/secret.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const TAG_BYTES = 10;
const ID_BYTES = 6;
const LENGTH = 26;

/**
 * A message's public name: Message-ID, idempotency key and return path. Deterministic, unguessable, the same at each try,
 * base32 so that a mail system that folds case does not break it. It is 80 bits of a MAC over the number and the number itself
 * under a pad made of that MAC (a synthetic IV, as RFC 5297 has it): nobody else can read the number in it or make another, and
 * what comes back with it needs no look-up to be known or called forged.
 */
export function messageKey(key: KeyObject, messageId: number): string {
  const tag = tagOf(key, messageId);
  return encode(Buffer.concat([tag, under(padOf(key, tag), idBytes(messageId))]));
}

/** The number of the message that has this key; undefined for a key that we never made. */
export function messageIdOfKey(key: KeyObject, text: string): number | undefined {
  const bytes = decode(text.toLowerCase());
  if (bytes === undefined) return undefined;
  const tag = bytes.subarray(0, TAG_BYTES);
  const messageId = under(padOf(key, tag), bytes.subarray(TAG_BYTES)).readUIntBE(0, ID_BYTES);
  return isSameText(messageKey(key, messageId), text.toLowerCase()) ? messageId : undefined;
}

function tagOf(key: KeyObject, messageId: number): Buffer {
  return createHmac("sha256", key).update(`message/${messageId}`).digest().subarray(0, TAG_BYTES);
}

function padOf(key: KeyObject, tag: Uint8Array): Buffer {
  return createHmac("sha256", key).update("pad/").update(tag).digest().subarray(0, ID_BYTES);
}

function idBytes(messageId: number): Buffer {
  const bytes = Buffer.alloc(ID_BYTES);
  bytes.writeUIntBE(messageId, 0, ID_BYTES);
  return bytes;
}

function under(pad: Uint8Array, bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte, index) => byte ^ (pad[index] ?? 0)));
}

function encode(bytes: Uint8Array): string {
  let text = "";
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((value >>> bits) & 31);
      value &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + ALPHABET.charAt((value << (5 - bits)) & 31);
}

function decode(text: string): Buffer | undefined {
  if (text.length !== LENGTH) return undefined;
  const bytes = Buffer.alloc(TAG_BYTES + ID_BYTES);
  let value = 0;
  let bits = 0;
  let at = 0;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    value = (value << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (value >>> bits) & 255;
      at += 1;
      value &= (1 << bits) - 1;
    }
  }
  return bytes;
}
