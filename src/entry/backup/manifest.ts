import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { secretFrom } from "#kernel/secret.ts";

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

function hmac(rootKey: Uint8Array, purpose: string, text: string): string {
  return createHmac("sha256", secretFrom(rootKey).keyFor(purpose)).update(text, "utf8").digest("base64url");
}

export function rootKeyCheck(rootKey: Uint8Array): string {
  return hmac(rootKey, "backup-key-check/1", "jumpstation");
}

/** JSON, signed under the root key: who can write to the place of backups can't make one that passes. */
export function writeManifest(manifest: Manifest, rootKey: Uint8Array): string {
  const signature = hmac(rootKey, "backup-manifest/1", JSON.stringify(manifest));
  return `${JSON.stringify({ ...manifest, signature }, undefined, 2)}\n`;
}

export type ManifestFault = "unreadable" | "another_root_key" | "altered";

export function readManifest(text: string, rootKey: Uint8Array): Manifest | ManifestFault {
  const parsed = signedManifest.safeParse(parseJson(text));
  if (!parsed.success) return "unreadable";
  const { signature, ...manifest } = parsed.data;
  if (manifest.rootKeyCheck !== rootKeyCheck(rootKey)) return "another_root_key";
  const expected = Buffer.from(hmac(rootKey, "backup-manifest/1", JSON.stringify(manifest)));
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
