import { randomBytes } from "node:crypto";
import { seal, unseal } from "#customers/seal.ts";
import type { Secret } from "#kernel/secret.ts";

const PREFIX = "whsec_";
/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** `whsec_` and 256 bits in base64, as every Standard Webhooks library reads it. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString("base64");
}

/** The bytes that sign. */
export function webhookKey(secret: string): Uint8Array {
  return Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, "base64");
}

/** It signs, so it can't be kept as a hash: it lies sealed, bound to its endpoint. A secret that gets old keeps its seal's place. */
const placeOf = (endpointId: string) => ({ table: "webhook_endpoints", key: endpointId, column: "secret" });

export function sealWebhookSecret(secret: Secret, endpointId: string, text: string): Uint8Array {
  return seal(secret, placeOf(endpointId), text);
}

/** undefined where ROOT_KEY is another one than it was sealed under. */
export function openWebhookSecret(secret: Secret, endpointId: string, sealed: Uint8Array): string | undefined {
  return unseal(secret, placeOf(endpointId), sealed);
}
