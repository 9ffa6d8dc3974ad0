import { createHmac, timingSafeEqual } from "node:crypto";

export type WebhookHeaders = { readonly id: string; readonly timestamp: string; readonly signature: string };

export type WebhookRefusal = "malformed" | "stale" | "forged";

/** How far a signature's time may be from ours, either way (Standard Webhooks 1.0, "Verifying webhook authenticity"). */
const TOLERANCE_SECONDS = 300;

/** The three headers under either of their names (svix-… is what they were called before the standard). */
export function webhookHeaders(header: (name: string) => string | undefined): WebhookHeaders {
  const named = (name: string) => header(`webhook-${name}`) ?? header(`svix-${name}`) ?? "";
  return { id: named("id"), timestamp: named("timestamp"), signature: named("signature") };
}

/**
 * Whether a webhook was signed with one of our secrets, just now (Standard Webhooks 1.0): undefined where it was. HMAC-SHA-256
 * over `id.timestamp.body` for each secret, while one takes the other's place. Compared in constant time. An id with a dot is
 * refused: it would let the borders of what is signed move.
 */
export function refuseWebhook(
  { id, timestamp, signature }: WebhookHeaders,
  { body, secrets, now }: { readonly body: string; readonly secrets: readonly string[]; readonly now: number },
): WebhookRefusal | undefined {
  if (!/^[^.\s]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp) || signature.length > 2_000) return "malformed";
  if (Math.abs(Math.floor(now / 1_000) - Number(timestamp)) > TOLERANCE_SECONDS) return "stale";
  const given = signature
    .split(" ")
    .flatMap((one) => (one.startsWith("v1,") ? [Buffer.from(one.slice(3), "base64")] : []));
  const content = `${id}.${timestamp}.${body}`;
  const isSigned = secrets.some((secret) => {
    const expected = createHmac("sha256", keyOf(secret)).update(content, "utf8").digest();
    return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  });
  return isSigned ? undefined : "forged";
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ""), "base64");
}
