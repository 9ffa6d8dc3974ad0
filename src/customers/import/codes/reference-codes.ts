import { z } from "zod";
import { codeText } from "#customers/api/schemas.ts";

/** A vocabulary's label and what its codes mean: the body of the API's call, and a file of the command line. */
export const referenceCodes = z.strictObject({
  label: z.string().min(1).max(200),
  codes: z
    .record(codeText, codeText)
    .refine((codes) => Object.keys(codes).length <= 10_000, "At most 10,000 codes at once.")
    .meta({ examples: [{ "10": "garden", "20": "kitchen" }] }),
});
