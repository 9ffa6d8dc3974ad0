import { z } from "zod";
import { type AttributeDefinition, attributeTypes, viewers } from "#customers/attributes.ts";
import { attributeValue } from "./schemas.ts";

export const attributeSchema = z.object({
  name: z.string().meta({ examples: ["loyalty_tier"] }),
  type: z.enum(attributeTypes),
  label: z.string().max(200).default(""),
  allowed: z.array(attributeValue).max(1_000).optional().describe("Absent: any value of the type."),
  visibleTo: z.array(z.enum(viewers)).max(viewers.length).describe("Who may see it."),
});

export function attributeView({ allowed, visibleTo, ...rest }: AttributeDefinition): z.infer<typeof attributeSchema> {
  return { ...rest, visibleTo: [...visibleTo], ...(allowed === undefined ? {} : { allowed: [...allowed] }) };
}
