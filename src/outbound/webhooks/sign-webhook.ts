import { createHmac } from "node:crypto";

export type SignedContent = {
  /** Without a dot: it is the separator of what is signed. */
  readonly id: string;
  /** Unix seconds, of this attempt. */
  readonly timestamp: number;
  readonly body: string;
};

/**
 * The `webhook-signature` header of Standard Webhooks (specification 1.0, "Signature scheme"): `v1,` and base64 of HMAC-SHA-256
 * over `id.timestamp.body`, once for each key, so that a receiver may hold the old secret or the new one while they change.
 */
export function signWebhook(keys: readonly Uint8Array[], { id, timestamp, body }: SignedContent): string {
  const content = `${id}.${timestamp}.${body}`;
  return keys.map((key) => `v1,${createHmac("sha256", key).update(content, "utf8").digest("base64")}`).join(" ");
}
