import { z } from "zod";

export const ruleSchema = z
  .array(z.string().min(1).max(40))
  .min(1)
  .max(6)
  .nullable()
  .describe("Declared attributes that together are the postal address, in its order; null: there is no such rule.")
  .meta({ examples: [["street", "postcode"]] });

export const ruleView = z.strictObject({ attributes: z.array(z.string()).nullable() });
