import { z } from "zod";
import { isEncoding } from "#customers/import/read/encoding.ts";

/** How a feed is written. gzip is seen by its first bytes. */
export const feedForm = z.strictObject({
  kind: z.enum(["csv", "xml", "json", "ndjson"]).describe("csv is any table of text: commas, semicolons, tabs."),
  encoding: z
    .string()
    .max(40)
    .refine(isEncoding, "An encoding of the WHATWG standard, such as utf-8 or windows-1252.")
    .optional()
    .describe("UTF-8, a byte order mark, or what XML says of itself, unless told."),
  delimiter: z.string().min(1).max(4).optional().describe("Found in the first line where it is absent."),
  quote: z
    .union([z.literal(""), z.string().length(1)])
    .default('"')
    .describe("Empty where nothing is quoted."),
  items: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe(
      'Where the products are: "shop.offers.offer" in XML (RSS and Atom need none), "data.products" in JSON (a list as the whole document needs none).',
    )
    .meta({ examples: ["shop.offers.offer"] }),
});

export type FeedForm = z.output<typeof feedForm>;
