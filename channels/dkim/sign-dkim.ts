import { createHash, createPrivateKey, sign, type KeyObject } from "node:crypto";
import { err, ok, type Result } from "#kernel/result.ts";
import { bodyHash, canonicalField, canonicalFields, type HeaderField } from "./canonical.ts";

/** A signing key of one domain. The private key is opaque: it prints as an object without content. */
export type DkimKey = {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: "rsa-sha256" | "ed25519-sha256";
  readonly privateKey: KeyObject;
};

export type DkimKeyRefusal = "not_a_private_key" | "unsupported_key_type" | "rsa_key_too_short";

/** Reads a private key in PEM (PKCS #8, or PKCS #1 for RSA). RSA needs 2,048 bits (RFC 8301 §3.2 recommends them). */
export function dkimKey(settings: {
  readonly domain: string;
  readonly selector: string;
  readonly privateKeyPem: string;
}): Result<DkimKey, DkimKeyRefusal> {
  const { domain, selector } = settings;
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(settings.privateKeyPem);
  } catch {
    return err("not_a_private_key");
  }
  if (privateKey.asymmetricKeyType === "ed25519") {
    return ok({ domain, selector, algorithm: "ed25519-sha256", privateKey });
  }
  if (privateKey.asymmetricKeyType !== "rsa") return err("unsupported_key_type");
  const isShort = (privateKey.asymmetricKeyDetails?.modulusLength ?? 0) < 2_048;
  return isShort ? err("rsa_key_too_short") : ok({ domain, selector, algorithm: "rsa-sha256", privateKey });
}

/**
 * Fields under the signature. Each is listed once more than it occurs, so that neither a changed, nor a removed, nor a second
 * one passes (RFC 6376 §8.15); RFC 8058 §4 demands both List-Unsubscribe fields.
 */
const SIGNED_FIELDS = [
  "from",
  "to",
  "reply-to",
  "subject",
  "date",
  "message-id",
  "mime-version",
  "content-type",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "list-id",
  "feedback-id",
] as const;

/**
 * DKIM-Signature fields for a message, one a key (RFC 6376; Ed25519 by RFC 8463), relaxed/relaxed. `at` is epoch ms and
 * becomes t=, so that the same message signs to the same bytes: RSASSA-PKCS1-v1_5 and Ed25519 are both deterministic.
 */
export function signDkim(
  message: { readonly fields: readonly HeaderField[]; readonly body: Uint8Array },
  keys: readonly DkimKey[],
  at: number,
): readonly HeaderField[] {
  if (keys.length === 0) return [];
  const names = signedNames(message.fields);
  const fields = canonicalFields(message.fields, names);
  const hash = bodyHash(message.body);
  return keys.map((key) => {
    const tags = [
      ` v=1; a=${key.algorithm}; c=relaxed/relaxed; d=${key.domain}; s=${key.selector};`,
      ` t=${Math.floor(at / 1_000)};`,
      ` h=${foldNames(names)};`,
      ` bh=${hash};`,
      " b=",
    ].join("\r\n");
    const unsigned = { name: "DKIM-Signature", value: tags };
    const signature = signatureOf(`${fields}${canonicalField(unsigned)}`, key.privateKey);
    return { name: unsigned.name, value: `${tags}${signature.replace(/.{72}(?=.)/g, "$&\r\n ")}` };
  });
}

/** b= over canonical header text (the closing DKIM-Signature with an empty b= included), in base64. */
export function signatureOf(canonicalHeader: string, privateKey: KeyObject): string {
  const bytes = Buffer.from(canonicalHeader, "utf8");
  // RFC 8463 §3: Ed25519 signs the SHA-256 of the header, and not the header itself.
  return privateKey.asymmetricKeyType === "ed25519"
    ? sign(null, createHash("sha256").update(bytes).digest(), privateKey).toString("base64")
    : sign("sha256", bytes, privateKey).toString("base64");
}

function signedNames(fields: readonly HeaderField[]): readonly string[] {
  const present = fields.map((field) => field.name.toLowerCase());
  return SIGNED_FIELDS.flatMap((name) => [...present.filter((one) => one === name), name]);
}

function foldNames(names: readonly string[]): string {
  const lines: string[] = [];
  let line = "";
  for (const name of names) {
    if (line.length + name.length > 68) {
      lines.push(line);
      line = "";
    }
    line += `${name}:`;
  }
  return [...lines, line].join("\r\n  ").slice(0, -1);
}
