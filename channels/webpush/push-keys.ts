/** A browser's half of the encryption (RFC 8291 §3): an uncompressed point of P-256 and a secret of 16 bytes, base64url. */
export type PushKeys = { readonly p256dh: string; readonly auth: string };

/** FIPS 186-4 D.1.2.3: y² = x³ − 3x + b over the field of p. */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/**
 * Whether something can be encrypted for these keys. A point that is not on the curve would tell whoever sent it about our
 * half of the secret (RFC 8291 §7 asks for the check).
 */
export function arePushKeys({ p256dh, auth }: PushKeys): boolean {
  const point = bytesOf(p256dh, 65);
  return point !== undefined && point[0] === 4 && isOnCurve(point) && bytesOf(auth, 16) !== undefined;
}

function isOnCurve(point: Buffer): boolean {
  const x = BigInt(`0x${point.subarray(1, 33).toString("hex")}`);
  const y = BigInt(`0x${point.subarray(33).toString("hex")}`);
  return x < P && y < P && (y * y - (x * x * x - 3n * x + B)) % P === 0n;
}

/** Canonical base64url only, without padding: one value has one spelling. */
function bytesOf(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text.slice(0, 100), "base64url");
  return bytes.length === length && bytes.toString("base64url") === text ? bytes : undefined;
}
