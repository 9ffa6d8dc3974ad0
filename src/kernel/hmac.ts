import type { KeyObject } from "node:crypto";
import { type _HMAC, hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

type Prepared = _HMAC<ReturnType<typeof sha256.create>>;

const prepared = new WeakMap<KeyObject, Prepared>();
/** One to work in and one to answer with: hashing a few bytes never yields. */
const output = new Uint8Array(sha256.outputLen);
let scratch: Prepared | undefined;

/**
 * HMAC-SHA-256 (RFC 2104) of a few bytes. The answer is overwritten by the next call: copy what is kept.
 *
 * In JavaScript, with the key's two blocks hashed once: a native Hmac is an object of its own that the garbage collector has to
 * end, and at forty thousand clicks a second ending them was the longest pause of the jumpstation.
 */
export function hmacOf(key: KeyObject, bytes: Uint8Array): Uint8Array {
  let begun = prepared.get(key);
  if (begun === undefined) {
    begun = hmac.create(sha256, key.export());
    prepared.set(key, begun);
  }
  scratch = begun._cloneInto(scratch);
  scratch.update(bytes);
  scratch.digestInto(output);
  return output;
}
