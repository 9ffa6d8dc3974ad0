import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Secret } from "#kernel/secret.ts";

const manifestBody = z.strictObject({
  format: z.literal(1),
  takenAt: z.int(),
  /** Names of the applied migrations: a version that does not know them can't restore. */
  migrations: z.array(z.string()),
  isSealed: z.boolean(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  /** Rows of each table of the copy. */
  tables: z.record(z.string(), z.int()),
  /** Says whether a ROOT_KEY is the one under which fields were sealed and links signed, and nothing else of it. */
  rootKeyCheck: z.string(),
});

const signedManifest = manifestBody.extend({ signature: z.string() });

export type Manifest = z.infer<typeof manifestBody>;

export const MANIFEST = "manifest.json";
export const DATABASE = "jumpstation.db";
export const JOURNAL = "journal";
export const IMAGES = "images";

function hmac(secret: Secret, purpose: string, text: string): string {
  return createHmac("sha256", secret.keyFor(purpose)).update(text, "utf8").digest("base64url");
}

export function rootKeyCheck(secret: Secret): string {
  return hmac(secret, "backup-key-check/1", "jumpstation");
}

/** JSON, signed under the root key: who can write to the place of backups can't make one that passes. */
export function writeManifest(manifest: Manifest, secret: Secret): string {
  const signature = hmac(secret, "backup-manifest/1", JSON.stringify(manifest));
  return `${JSON.stringify({ ...manifest, signature }, undefined, 2)}\n`;
}

export type ManifestFault = "unreadable" | "another_root_key" | "altered";

export function readManifest(text: string, secret: Secret): Manifest | ManifestFault {
  const parsed = signedManifest.safeParse(parseJson(text));
  if (!parsed.success) return "unreadable";
  const { signature, ...manifest } = parsed.data;
  if (manifest.rootKeyCheck !== rootKeyCheck(secret)) return "another_root_key";
  const expected = Buffer.from(hmac(secret, "backup-manifest/1", JSON.stringify(manifest)));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given) ? manifest : "altered";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
