import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from "node:crypto";

/** A key that never prints itself. One root key feeds every purpose through HKDF (RFC 5869), so that purposes never share key bytes. */
export type Secret = {
  /** A key of 32 bytes for one purpose, e.g. "jumpstation/1". Ready for node:crypto. */
  keyFor(purpose: string): KeyObject;
  /** Number of the root that seals, 1 for the first; each sealed value names its own. */
  readonly sealing: number;
  /** The key of sealed values of one root; undefined where that root is not there. */
  sealingKey(number: number): KeyObject | undefined;
};

/** A root that another took over from, and the highest LINK_KEY that was made of it. */
export type OlderRoot = { readonly root: Uint8Array; readonly lastLinkKey: number };

export type Rotation = {
  /** The first root first. */
  readonly older: readonly OlderRoot[];
  /** Purposes that a new root takes over at once; all others stay the first root's (docs/decisions/0035). */
  readonly renewed: ReadonlySet<string>;
};

/**
 * `root` seals, and signs what is renewed. What the database is looked up by stays the first root's: a hash of an address that is
 * kept nowhere can't be made anew.
 */
export function secretFrom(root: Uint8Array, rotation: Rotation = { older: [], renewed: new Set() }): Secret {
  const { older, renewed } = rotation;
  const roots = [...older.map((one) => one.root), root];
  if (roots.some(({ length }) => length < 32)) throw new Error("A root key has at least 32 bytes.");
  const made = new Map<string, KeyObject>();
  const derive = (number: number, purpose: string): KeyObject => {
    const name = `${number} ${purpose}`;
    const known = made.get(name);
    if (known !== undefined) return known;
    const bytes = new Uint8Array(hkdfSync("sha256", roots[number - 1] ?? root, new Uint8Array(0), purpose, 32));
    const key = createSecretKey(bytes);
    made.set(name, key);
    return key;
  };
  const rootOf = (purpose: string): number => {
    const link = /^link\/(\d+)$/.exec(purpose)?.[1];
    if (link === undefined) return renewed.has(purpose) ? roots.length : 1;
    const place = older.findIndex(({ lastLinkKey }) => Number(link) <= lastLinkKey);
    return place === -1 ? roots.length : place + 1;
  };
  return {
    keyFor: (purpose) => derive(rootOf(purpose), purpose),
    sealing: roots.length,
    sealingKey: (number) =>
      Number.isInteger(number) && number >= 1 && number <= roots.length ? derive(number, `field/${number}`) : undefined,
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
