import { z } from "zod";
import { paperFormats } from "#channels/print/layout/paper.ts";
import { addressFieldsSchema, type PostalRule } from "#customers/postal/address-fields.ts";
import { followEverybody } from "#customers/postal/follow-addresses.ts";
import { isZone } from "#kernel/calendar.ts";
import { channelSetting } from "#messages/channel-setting.ts";
import type { Store } from "#store/store.ts";

const country = z.string().regex(/^[A-Z]{2}$/, "A country is its two letters (ISO 3166-1).");
const priceMinor = z.int().min(0).max(1_000_000);
const paper = z.enum(paperFormats);

const leavingSchema = z
  .strictObject({
    hour: z.int().min(0).max(23).default(9),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5]).describe("Monday is 1."),
    zone: z.string().refine(isZone, "This is no IANA time zone.").default("UTC"),
  })
  .describe(
    "Letters of a programme leave together, in this hour of these days, by the clock of the house that prints.",
  );

const usualPrice = z.strictObject({
  country: country.or(z.literal("*")).describe("* for all others."),
  letterMinor: priceMinor.describe("Postage, envelope and the first sheet, in minor units."),
  sheetMinor: priceMinor.default(0).describe("Each further sheet."),
});

export const printSettingsBody = z
  .strictObject({
    paper: paper.default("letter-us").describe("What letters are printed on, and which window shows the address."),
    papers: z
      .array(z.strictObject({ newsletter: z.string().min(1).max(100), paper }))
      .max(200)
      .default([])
      .describe("Programmes that are printed on something else: a postcard."),
    homeCountry: country
      .default("US")
      .describe("Where letters are posted, and where customers live of whom nobody said."),
    addressFields: addressFieldsSchema.prefault({}),
    footer: z
      .array(z.string().trim().min(1).max(300))
      .max(6)
      .default([])
      .describe("What the law wants at the foot of a letter: register, managers, tax number."),
    maxSheets: z.int().min(1).max(10).default(3).describe("A letter of more sheets is not sent."),
    leaving: leavingSchema.prefault({}),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "A currency is its three letters (ISO 4217).")
      .default("USD"),
    prices: z.array(usualPrice).max(300).default([]).describe("What the house asks, for previews and the limit."),
    dailyLimitMinor: z
      .int()
      .min(0)
      .optional()
      .describe(
        "Letters of one UTC day cost at most this much, by the prices; the others wait for the next. Absent: no limit.",
      ),
  })
  .describe("How letters go out");

export type PrintSettings = z.output<typeof printSettingsBody>;

const unset: PrintSettings = printSettingsBody.parse({});
const kept = channelSetting<PrintSettings>({
  key: "print",
  read: (value) => printSettingsBody.parse(value),
  unset,
  // Addresses are put together anew.
  beside: [followEverybody()],
});

/** As it was put; what is usual in the United States where it never was. */
export async function findPrintSettings(store: Pick<Store, "read">): Promise<PrintSettings> {
  return (await kept.find(store)) ?? unset;
}

/** How addresses are put together, once the vendor has said how letters go; until then nobody's are. */
export async function findPostalRule(store: Pick<Store, "read">): Promise<PostalRule | undefined> {
  const put = await kept.find(store);
  return put === undefined ? undefined : { fields: put.addressFields, homeCountry: put.homeCountry };
}

/** Takes effect with the letters that are prepared from a second later on. */
export const putPrintSettings = kept.put;

export type PrintSettingsSource = () => Promise<PrintSettings>;

/** The settings, asked anew once a second. */
export const printSettingsOf = kept.source;
