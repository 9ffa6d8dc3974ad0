import { z } from "zod";
import { CARD_NUMBER_REFUSED, hasCardNumber } from "#customers/accounts/card-number.ts";
import { isLocalDate, isZone } from "#kernel/calendar.ts";

/** Words and codes as the API takes them: bounded, and without control characters. */
export const codeText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, "Control characters have no place here.");
/** A code of the vendor's for a customer: it stands in addresses, logs and exports, so the number of a card is none. */
export const customerCode = codeText.refine((text) => !hasCardNumber(text), CARD_NUMBER_REFUSED);
export const shortName = codeText.max(100);
export const personalName = codeText.max(200);
export const localDate = z.string().refine(isLocalDate, "A calendar date, YYYY-MM-DD.").meta({ format: "date" });
export const zoneName = z
  .string()
  .max(60)
  .refine(isZone, "An IANA time zone.")
  .meta({ examples: ["Europe/London"] });
export const localeTag = z
  .string()
  .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/, "A language tag (BCP 47).")
  .meta({ examples: ["en-GB"] });
const instant = z.int().min(0).max(8_640_000_000_000_000).describe("Epoch ms.");
export const attributeValue = z.union([z.string().max(500), z.number(), z.boolean()]);

export const codeParams = z.object({ code: customerCode.describe("The vendor's code of the customer.") });

/** Where and when a fact was learnt. */
export const origin = {
  at: instant.optional().describe("When it happened, epoch ms; now where it is absent."),
  source: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, "Kebab-case, at most 40 characters.")
    .optional()
    .meta({ examples: ["point-of-sale"] }),
  channel: z.string().max(40).optional(),
};

export const recordedSchema = z.object({
  isNew: z.boolean().describe("False where the same fact was known: nothing changed then."),
});

export const customerSchema = z.object({
  code: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable().describe("E.164."),
  locale: z.string(),
  zone: z.string(),
  country: z.string().nullable(),
  birthOn: z.string().nullable(),
  isTracked: z.boolean().describe("True while consent to be tracked stands."),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  createdAt: z.int(),
  updatedAt: z.int().describe("When somebody last stated the profile; 0 while nobody has."),
});
