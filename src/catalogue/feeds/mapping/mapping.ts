import { z } from "zod";
import { isZone } from "#kernel/calendar.ts";
import { isDateForm } from "#customers/import/values/date-form.ts";
import { localeInput } from "#catalogue/locale.ts";
import { presets } from "./presets.ts";
import { source, type SourceSpec } from "./source.ts";

/** What a product set is made of; each field names where its value stands in the feed. */
const fields = {
  code: source.optional().describe("The vendor's code: 1 to 64 letters, digits, dots, dashes, underscores."),
  category: source.optional(),
  title: source.optional().describe("In the feed's language (`locale`)."),
  body: source.optional(),
  callToAction: source.optional(),
  price: source.optional().describe('"12.50", "12.50 EUR", "EUR 12.50".'),
  salePrice: source.optional().describe("Takes the place of the price, in `salePeriod` where that is given."),
  salePeriod: source.optional().describe('Two instants with a slash between: "2026-11-20T00:00Z/2026-11-30T23:59Z".'),
  currency: source.optional().describe("ISO 4217; needed where prices do not name it."),
  imageUrl: source.optional(),
  linkUrl: source.optional().describe("On one of the hosts that links may lead to."),
  stock: source.optional().describe("Pieces left. Without it `availability` alone says whether there are any."),
  availability: source.optional().describe("Words such as in_stock or out of stock; out of stock is no piece left."),
  tags: source.optional(),
  validFrom: source.optional(),
  validUntil: source.optional(),
  launchedAt: source.optional(),
  isRepurchasable: source.optional(),
};

export type FieldName = keyof typeof fields;

const wording = z.strictObject({
  locale: localeInput,
  channel: z.enum(["", "email", "sms", "push", "web", "voice", "print"]).default(""),
  title: source,
  body: source.optional(),
  callToAction: source.optional(),
});

/** How the feed's fields become product sets. */
export const feedMapping = z.strictObject({
  like: z
    .enum(["google-merchant", "shopify"])
    .optional()
    .describe("A ready-made mapping; what is given beside it takes its place."),
  ...fields,
  locale: localeInput.default("en").describe("The language of title and body."),
  copy: z.array(wording).max(30).default([]).describe("Words in further languages, or for one channel."),
  attributes: z
    .record(z.string().max(64), source)
    .default({})
    .describe("The vendor's own product fields, as the vocabulary declares them."),
  rowsOf: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Rows that follow each other with the same value here are one product (variants, pictures)."),
  decimal: z.enum([".", ","]).default(".").describe("The decimal sign."),
  thousands: z.enum(["", ",", ".", " ", "'"]).default("").describe("What groups thousands."),
  isMinor: z.boolean().default(false).describe("Prices are in minor units: 1250 is 12.50."),
  isHtml: z.boolean().optional().describe("Titles and bodies are HTML: their text is taken."),
  date: z
    .string()
    .max(60)
    .refine(isDateForm, "A date form has YYYY, MM, DD and the like; or it is iso.")
    .default("iso")
    .describe("How instants are written."),
  zone: z
    .string()
    .max(60)
    .refine(isZone, "An IANA time zone.")
    .default("UTC")
    .describe("Of instants without an offset."),
});

export type FeedMapping = z.output<typeof feedMapping>;

/** A mapping with what it is like filled in. */
export type WholeMapping = Omit<FeedMapping, "like" | FieldName> & {
  readonly fields: Readonly<Partial<Record<FieldName, SourceSpec>>>;
};

export function wholeMapping(mapping: FeedMapping): WholeMapping {
  const { like, ...given } = mapping;
  const preset = like === undefined ? undefined : presets[like];
  const own = Object.fromEntries(
    Object.keys(fields).flatMap((name) => {
      const spec = given[name as FieldName];
      return spec === undefined ? [] : [[name, spec]];
    }),
  );
  const rowsOf = given.rowsOf ?? preset?.rowsOf;
  return {
    locale: given.locale,
    copy: given.copy,
    attributes: given.attributes,
    decimal: given.decimal,
    thousands: given.thousands,
    isMinor: given.isMinor,
    date: given.date,
    zone: given.zone,
    isHtml: given.isHtml ?? preset?.isHtml ?? false,
    ...(rowsOf === undefined ? {} : { rowsOf }),
    fields: { ...preset?.fields, ...own },
  };
}

const neededForAll: readonly FieldName[] = ["code", "category", "title", "price", "imageUrl", "linkUrl"];

/** Fields that the mapping must name: all of a product set, or with a change of price and stock its code alone. */
export function missingFields({ fields: named }: WholeMapping, mode: "full" | "delta"): readonly FieldName[] {
  if (mode === "full") return neededForAll.filter((name) => named[name] === undefined);
  const says = (["price", "stock", "availability", "validFrom", "validUntil"] as const).some((name) => named[name]);
  return [...(named.code === undefined ? (["code"] as const) : []), ...(says ? [] : (["stock"] as const))];
}
