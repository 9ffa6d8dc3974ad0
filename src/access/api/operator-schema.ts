import { z } from "zod";
import { maxPasswordLength, minPasswordLength } from "#access/create-auth.ts";

export const roleSchema = z
  .enum(["agent", "viewer", "editor", "owner"])
  .describe(
    "An agent serves callers and sees nothing else; a viewer reads; an editor changes customers, catalogue and newsletters too; an owner may do everything.",
  );

export const passwordSchema = z.string().min(minPasswordLength).max(maxPasswordLength);

export const newOperatorBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z
    .string()
    .max(254)
    .meta({ examples: ["olga@shop.example"] }),
  password: passwordSchema.describe("The first one."),
  role: roleSchema,
});

export const operatorSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  createdAt: z.int().describe("Epoch ms."),
});

export type OperatorView = z.infer<typeof operatorSchema>;
