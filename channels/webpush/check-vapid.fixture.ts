import { verify } from "node:crypto";

export type VapidClaims = { readonly aud: string; readonly exp: number; readonly sub: string };

/** What a push service reads of the Authorization header (RFC 8292 §3), or undefined where the signature is not the key's. */
export function checkVapid(header: string): { readonly claims: VapidClaims; readonly publicKey: string } | undefined {
  const [, token = "", publicKey = ""] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header) ?? [];
  const [head = "", body = "", signature = ""] = token.split(".");
  const point = Buffer.from(publicKey, "base64url");
  if (point.length !== 65) return undefined;
  const part = (from: number) => point.subarray(from, from + 32).toString("base64url");
  const key = { kty: "EC", crv: "P-256", x: part(1), y: part(33) };
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${body}`, "ascii"),
    { key, format: "jwk", dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  const { alg } = JSON.parse(Buffer.from(head, "base64url").toString("utf8")) as { alg?: string };
  if (!isSigned || alg !== "ES256") return undefined;
  return { publicKey, claims: JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as VapidClaims };
}
