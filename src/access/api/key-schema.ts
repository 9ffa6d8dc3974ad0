import { z } from "zod";
import { scopeNames } from "#access/scopes.ts";

export const scopeSchema = z.enum(
  scopeNames as [string, ...string[]] as ["ingest", ...Array<(typeof scopeNames)[number]>],
);

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
