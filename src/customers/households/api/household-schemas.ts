import { z } from "zod";
import { codeText } from "#customers/api/schemas.ts";

/** What codes begin with that the address rule made. */
export const ADDRESS_CODE = "~";

export const householdCode = z.object({
  code: codeText
    .refine((code) => !code.startsWith(ADDRESS_CODE), "~ is the sign of households that only an address makes.")
    .describe("The vendor's code of the household."),
});

export const householdSchema = z.strictObject({
  code: z.string(),
  origin: z.enum(["declared", "address"]).describe("Who says that these live together."),
  members: z.array(z.string()).describe("Codes of customers."),
});
