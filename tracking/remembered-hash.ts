import type { KeyObject } from "node:crypto";
import { keyedHash } from "#kernel/secret.ts";

/** Readers share agents and networks: what was found for one is kept for the next, a bounded number of them. */
const MAX_KNOWN = 5_000;

/**
 * The first `length` characters (6 bits each) of the keyed hash of a text, "" for the empty one: the same within one key,
 * nothing without it. Each use has a memory of its own.
 */
export function rememberedHash(length: number): (key: KeyObject, text: string) => string {
  const memories = new WeakMap<KeyObject, Map<string, string>>();
  return (key, text) => {
    if (text === "") return "";
    const hashes = memories.get(key) ?? new Map<string, string>();
    memories.set(key, hashes);
    const known = hashes.get(text);
    if (known !== undefined) return known;
    const hash = keyedHash(key, text).slice(0, length);
    if (hashes.size >= MAX_KNOWN) hashes.clear();
    hashes.set(text, hash);
    return hash;
  };
}
