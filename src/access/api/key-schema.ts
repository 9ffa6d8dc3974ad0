import { z } from "zod";
import { scopeNames } from "#access/scopes.ts";

const scopeSchema = z.enum(scopeNames as [string, ...string[]] as ["ingest", ...Array<(typeof scopeNames)[number]>]);

export const newKeyBody = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .describe("What the key is for.")
    .meta({ examples: ["Web shop"] }),
  scopes: z.array(scopeSchema).min(1).max(50).describe("A write key for a public page has the scope ingest alone."),
  expiresAt: z.int().positive().optional().describe("Epoch ms after which the key opens nothing."),
});

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.int(),
  expiresAt: z.int().optional(),
  revokedAt: z.int().optional(),
  lastUsedAt: z.int().optional().describe("Exact to ten minutes."),
});
export type KeyView = z.infer<typeof keySchema>;
