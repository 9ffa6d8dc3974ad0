import { z } from "zod";
import { codeText, customerCode, localDate } from "#customers/api/schemas.ts";
import { holderRoles } from "./account-state.ts";
import { BAND_REFUSED, isBand } from "./band.ts";
import { CARD_NUMBER_REFUSED, hasCardNumber } from "./card-number.ts";

const KIND = /^[a-z][a-z0-9_]{0,39}$/;
const BAND_NAME = /^[a-z][a-z0-9_]{0,49}$/;

export const LAST_FOUR = /^\d{4}$/;

export function isKindWord(text: string): boolean {
  return KIND.test(text);
}

/** A code or word that is not the number of a card. */
export const cardFree = codeText.refine((text) => !hasCardNumber(text), CARD_NUMBER_REFUSED);

export const kindWord = z.string().regex(KIND, "A kind is one word of small letters, digits and underscores.");

export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, "ISO 4217.")
  .meta({ examples: ["GBP"] });

export const accountCode = z.object({
  code: cardFree.describe("The vendor's code of the account; never a card's number."),
});

const holderSchema = z.strictObject({
  customer: customerCode.describe("The vendor's code of the customer."),
  role: z.enum(holderRoles),
});

const described = {
  kind: kindWord.meta({ examples: ["card", "loan", "loyalty", "deposit"] }),
  product: cardFree.describe("The vendor's name of the product."),
  status: kindWord.describe("open, suspended, closed, or a word of the vendor's."),
  currency: currencyCode.describe("Absent where points are counted."),
  openedOn: localDate,
  closedOn: localDate,
  lastFour: z.string().regex(LAST_FOUR, "Four digits.").describe("The last four digits of a card, and no more."),
};

export const accountSchema = z.strictObject({
  code: z.string(),
  kind: z.string(),
  product: z.string().nullable(),
  status: z.string(),
  currency: z.string().nullable().describe("ISO 4217; null where points are counted."),
  openedOn: z.string().nullable(),
  closedOn: z.string().nullable(),
  lastFour: z.string().nullable(),
  bands: z.record(z.string(), z.string()),
  holders: z.array(z.strictObject({ customer: z.string(), role: z.enum(holderRoles) })),
  at: z.int().describe("Of the newest statement, epoch ms."),
  source: z.string(),
});

export const accountBody = z.strictObject({
  kind: described.kind.optional().describe("Needed for a new account."),
  product: described.product.nullable().optional(),
  status: described.status.optional(),
  currency: described.currency.nullable().optional(),
  openedOn: described.openedOn.nullable().optional(),
  closedOn: described.closedOn.nullable().optional().describe("Closes the account unless `status` says otherwise."),
  lastFour: described.lastFour.nullable().optional(),
  bands: z
    .record(
      z.string().regex(BAND_NAME, "A band has a name in snake_case."),
      cardFree.max(60).refine(isBand, BAND_REFUSED).nullable(),
    )
    .optional()
    .describe("Financial facts as ranges and words; null takes one away.")
    .meta({ examples: [{ credit_limit: "2000-5000" }] }),
  holders: z.array(holderSchema).max(20).optional().describe("All who hold it, in place of those who are known."),
});
