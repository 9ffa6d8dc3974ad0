import { z } from "zod";
import { cardFree, currencyCode, kindWord } from "./account-fields.ts";
import { customerCode } from "#customers/api/schemas.ts";

/** One activity as a vendor's system reports it. No description: what a statement prints is not kept. */
export const activityItem = z.strictObject({
  activityId: cardFree.describe("The source's own code of the activity: told again, it is the same."),
  at: z.int().min(0).max(8_640_000_000_000_000).describe("When it was posted, epoch ms."),
  kind: kindWord.meta({
    examples: [
      "purchase",
      "payment",
      "refund",
      "fee",
      "interest",
      "points_earned",
      "points_redeemed",
      "cash",
      "transfer",
    ],
  }),
  amountMinor: z
    .int()
    .describe("Minor units, or points. The kind says the direction; a negative amount takes such an activity back."),
  currency: currencyCode.optional().describe("The account's own where it is absent; none for points."),
  merchantCategory: cardFree
    .max(60)
    .nullable()
    .default(null)
    .describe("Merchant category code (ISO 18245), or a word."),
  customer: customerCode.optional().describe("The holder who did it; the first holder where it is absent."),
  channel: z.string().max(40).default(""),
});

export type ActivityItem = z.output<typeof activityItem>;
