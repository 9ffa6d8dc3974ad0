import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A source of chance. `next` is uniform in [0, 1). */
export type Random = { next(): number };

/** The same seed gives the same sequence on every runtime. */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed | 0);
  return { next: () => uniformFloat64(generator) };
}

/** A whole number in [0, below). */
export function randomInt(random: Random, below: number): number {
  return Math.floor(random.next() * below);
}

/** FNV-1a over UTF-16 code units: a stable 32-bit seed from words (not for secrets). */
export function seedOf(...parts: ReadonlyArray<string | number>): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = `${part}\u0000`;
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
  }
  return hash | 0;
}

/** A number in [0, 1) that depends on the words alone: chance without state. */
export function unitOf(...parts: ReadonlyArray<string | number>): number {
  // One round of the murmur3 finaliser: FNV alone leaves the high bits of short words alike.
  let hash = seedOf(...parts);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
