import { z } from "zod";
import { instantInput, instantOutput } from "#catalogue/instant.ts";
import { localeInput } from "#catalogue/locale.ts";

const words = (max: number) => z.string().trim().min(1).max(max);
const httpUrl = z.url({ protocol: /^https?$/, hostname: z.regexes.hostname, error: "This is not an http(s) address." });

/** The vendor's code of a product set: stands in addresses. */
export const productCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "A code has 1 to 64 letters, digits, dots, dashes or underscores.")
  .meta({ examples: ["SPADE-2"] });

const copyChannels = ["", "email", "sms", "push", "web", "voice", "print"] as const;

const productCopy = z.strictObject({
  locale: localeInput.describe("BCP 47. Readers of de-CH get de-CH, else de, else en."),
  channel: z.enum(copyChannels).default("").describe("Empty: every channel that has no words of its own."),
  title: words(200),
  body: z.string().max(5_000).default(""),
  callToAction: z.string().trim().max(60).default(""),
});

const attributeValue = z.union([z.string().max(500), z.number(), z.boolean(), z.array(z.string().max(100)).max(50)]);

const facts = {
  category: words(100).describe("Rules, scores and behaviour count by it."),
  priceMinor: z.int().min(0).max(1e12).describe("In minor units of the currency: 1250 is 12.50 EUR."),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "A currency is three capital letters (ISO 4217).")
    .meta({ examples: ["EUR"] }),
  imageUrl: httpUrl.max(2_000),
  linkUrl: z
    .string()
    .min(1)
    .max(2_048)
    .describe("Where a reader lands: an https address on one of the allowed hosts, kept in its canonical form."),
  tags: z.array(words(60)).max(50).default([]),
  attributes: z
    .record(z.string().max(64), attributeValue)
    .default({})
    .describe("The vendor's own fields, as the vocabulary declares them."),
  stock: z.int().min(0).max(1e9).nullable().default(null).describe("Pieces left; null is unlimited."),
  isRepurchasable: z.boolean().default(false).describe("May be shown again to somebody who bought it."),
  state: z.enum(["live", "withdrawn"]).default("live"),
};

export const productSetBody = z
  .strictObject({
    ...facts,
    validFrom: instantInput.nullable().default(null).describe("Shown from this instant on."),
    validUntil: instantInput.nullable().default(null).describe("Shown until just before this instant."),
    launchedAt: instantInput.optional().describe("Absent: kept, or now for a new product set."),
    copy: z.array(productCopy).min(1).max(60).refine(areDistinct, "Two wordings are for the same locale and channel."),
  })
  .refine(({ validFrom, validUntil }) => validFrom === null || validUntil === null || validFrom < validUntil, {
    path: ["validUntil"],
    message: "It ends before it begins.",
  });

export const productSetWithCode = productSetBody.safeExtend({ code: productCode });

/** A product set with the words of every locale and channel. Instants are epoch ms. */
export type ProductSetInput = z.output<typeof productSetWithCode>;

export const productSetView = z.strictObject({
  code: productCode,
  ...facts,
  validFrom: instantOutput.nullable(),
  validUntil: instantOutput.nullable(),
  launchedAt: instantOutput,
  updatedAt: instantOutput,
  copy: z.array(
    z.strictObject({
      locale: z.string(),
      channel: z.string(),
      title: z.string(),
      body: z.string(),
      callToAction: z.string(),
    }),
  ),
});

export type ProductSetView = z.output<typeof productSetView>;

function areDistinct(copy: ReadonlyArray<{ readonly locale: string; readonly channel: string }>): boolean {
  return new Set(copy.map(({ locale, channel }) => `${locale} ${channel}`)).size === copy.length;
}
