import { z } from "zod";

/** A text with what it takes and costs. */
export const sizedText = z.strictObject({
  text: z.string().describe("As it would leave."),
  encoding: z.enum(["gsm7", "ucs2"]),
  units: z.int().describe("Septets of GSM 7, or UTF-16 code units."),
  segments: z.int().describe("Parts that are sent and paid for."),
  replacements: z
    .array(z.strictObject({ from: z.string(), to: z.string(), times: z.int() }))
    .readonly()
    .describe("What is written plainly, where the settings allow it."),
  costMilli: z.int().optional().describe("Thousandths of the currency's minor unit, by the vendor's prices."),
  currency: z.string(),
});
