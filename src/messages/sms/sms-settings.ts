import { z } from "zod";
import { isSmsSender } from "#channels/sms-address.ts";
import type { PoolSender } from "#messages/phone/choose-sender.ts";
import { countryOrAll, currencyField, pricesField } from "#messages/phone/price-fields.ts";
import { numberHoursSchema, USUAL_HOURS } from "#messages/phone/number-hours.ts";
import { channelSetting } from "#messages/channel-setting.ts";
import type { Store } from "#store/store.ts";

const senderSchema = z
  .strictObject({
    sender: z
      .string()
      .refine(
        isSmsSender,
        "A sender is a number with its country code, a short code, or a name of at most 11 characters.",
      )
      .meta({ examples: ["+12025550123"] }),
    countries: z.array(countryOrAll).max(60).default([]).describe("Whom it may write to; none: everybody."),
    perSecond: z.number().min(0.01).max(500).default(1).describe("Texts a second that its carriers take."),
    isRegistered: z
      .boolean()
      .default(true)
      .describe("Whether carriers know who it is (A2P 10DLC, toll-free verification): until then it is not used."),
  })
  .describe("A sender of the pool");

export const smsSettingsBody = z
  .strictObject({
    senders: z
      .array(senderSchema)
      .max(1_000)
      .refine((pool) => new Set(pool.map(({ sender }) => sender)).size === pool.length, "A sender stands there twice.")
      .describe("Each recipient is written to from one of them, and from the same as long as it can."),
    currency: currencyField,
    prices: pricesField({
      of: "Price of 1,000 segments in minor units: 790 is 7.90.",
      what: "What the provider asks, for previews and the limit.",
    }),
    dailyLimitMinor: z
      .int()
      .min(0)
      .optional()
      .describe(
        "Texts of one UTC day cost at most this much, by the prices; the others wait for the next. Absent: no limit.",
      ),
    smartReplacement: z
      .boolean()
      .default(false)
      .describe("Write typographic signs plainly where that makes a text cheaper; letters are never changed."),
    maxSegments: z.int().min(1).max(10).default(4).describe("A text of more segments is not sent."),
    validityMinutes: z
      .int()
      .min(1)
      .max(600)
      .default(240)
      .describe("How long the provider may keep a text that it can't hand over; a later one says nothing any more."),
    quietHours: z
      .array(numberHoursSchema)
      .max(50)
      .default([...USUAL_HOURS])
      .describe("Hours without marketing texts, in every time zone that a number may lie in."),
    help: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .optional()
      .describe("Where a reader who writes HELP finds people: a telephone number, an address."),
  })
  .describe("How texts go out");

export type SmsSettings = z.output<typeof smsSettingsBody>;
export type SmsSender = PoolSender;

const unset: SmsSettings = smsSettingsBody.parse({ senders: [] });
const kept = channelSetting<SmsSettings>({
  key: "sms",
  read: (value) => smsSettingsBody.parse(value),
  unset,
});

/** As it was put; without a sender and a price where it never was. */
export async function findSmsSettings(store: Pick<Store, "read">): Promise<SmsSettings> {
  return (await kept.find(store)) ?? unset;
}

/** Takes effect with the texts that are prepared from a second later on. */
export const putSmsSettings = kept.put;

export type SmsSettingsSource = () => Promise<SmsSettings>;

/** The settings, asked anew once a second. */
export const smsSettingsOf = kept.source;
