import { z } from "zod";
import { formBody, formCode } from "#customers/forms/form-definition.ts";

export const TAG = "forms";

export const formParams = z.object({ code: formCode });

export const formView = z.object({
  code: z.string(),
  version: z.int(),
  state: z.enum(["live", "off"]),
  updatedAt: z.int().describe("Epoch ms."),
  definition: formBody,
});

export const putBody = z.strictObject({
  state: z.enum(["live", "off"]).default("live"),
  definition: formBody,
});

export const deviceView = z.object({
  id: z.string(),
  label: z.string(),
  createdAt: z.int(),
  revokedAt: z.int().nullable(),
});
