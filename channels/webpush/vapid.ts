import { createECDH, sign } from "node:crypto";
import { HOUR_MS, SECOND_MS } from "#kernel/clock.ts";

/** A key by which push services know who sends (RFC 8292). A subscription is good for the one that it was made with. */
export type VapidKey = {
  readonly id: string;
  /** Uncompressed point, base64url: what the browser is given as applicationServerKey. */
  readonly publicKey: string;
  /** ES256 of some bytes: r and s side by side (RFC 7518 §3.4). The private half stays inside. */
  readonly sign: (bytes: Uint8Array) => Uint8Array;
};

/** The key of a secret scalar: 32 bytes. Throws for the few scalars that are none of the curve's. */
export function vapidKey(id: string, scalar: Uint8Array): VapidKey {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(scalar);
  const point = curve.getPublicKey();
  const part = (from: number) => point.subarray(from, from + 32).toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", d: Buffer.from(scalar).toString("base64url"), x: part(1), y: part(33) };
  // workerd takes no key object beside an encoding of the signature.
  const options = { key: jwk, format: "jwk", dsaEncoding: "ieee-p1363" } as const;
  return { id, publicKey: point.toString("base64url"), sign: (bytes) => sign("sha256", bytes, options) };
}

/** RFC 8292 §2 allows 24 hours; half of it leaves room for clocks that are wrong. */
const LIFE_MS = 12 * HOUR_MS;
/** Services ask that a token is used again rather than made for each message; none is used in its last hour. */
const FRESH_MS = 11 * HOUR_MS;
const MAX_KEPT = 500;

export type VapidSigner = (asked: {
  readonly key: VapidKey;
  readonly audience: string;
  readonly now: number;
}) => string;

/**
 * Makes the Authorization header: a token for one service's origin, signed with ES256, used again for eleven hours. `subject`
 * is where the service's people reach the sender: a mailto: or https: address.
 */
export function vapidSigner(subject: string): VapidSigner {
  const kept = new Map<string, { readonly header: string; readonly at: number }>();
  return ({ key, audience, now }) => {
    const name = `${key.id} ${audience}`;
    const known = kept.get(name);
    if (known !== undefined && now >= known.at && now - known.at < FRESH_MS) return known.header;
    const header = authorization(key, { aud: audience, exp: Math.floor((now + LIFE_MS) / SECOND_MS), sub: subject });
    kept.delete(name);
    kept.set(name, { header, at: now });
    if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value ?? "");
    return header;
  };
}

/** RFC 8292 §2 and §3, in the compact form of RFC 7515. */
function authorization(key: VapidKey, claims: Readonly<Record<string, string | number>>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value), "utf8").toString("base64url");
  const signed = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims)}`;
  const signature = Buffer.from(key.sign(Buffer.from(signed, "ascii"))).toString("base64url");
  return `vapid t=${signed}.${signature}, k=${key.publicKey}`;
}
