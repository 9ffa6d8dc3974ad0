import { z } from "zod";
import { isPhoneNumber } from "#channels/sms-address.ts";
import { countryOrAll, currencyField, pricesField } from "#messages/phone/price-fields.ts";
import { numberHoursSchema, USUAL_HOURS } from "#messages/phone/number-hours.ts";
import { channelSetting } from "#messages/channel-setting.ts";
import type { Store } from "#store/store.ts";
import { menuCode } from "./menus/menu-shape.ts";

const callerSchema = z
  .strictObject({
    sender: z
      .string()
      .refine(isPhoneNumber, "A number with its country code.")
      .meta({ examples: ["+12025550123"] })
      .describe("What telephones show, and where a reader may call back."),
    countries: z.array(countryOrAll).max(60).default([]).describe("Whom it may call; none: everybody."),
    perSecond: z.number().min(0.01).max(100).default(1).describe("Calls a second that the account may begin."),
    isRegistered: z.boolean().default(true).describe("Whether it may be used at all."),
  })
  .describe("A number that calls come from");

export const voiceSettingsBody = z
  .strictObject({
    callers: z
      .array(callerSchema)
      .max(200)
      .refine((pool) => new Set(pool.map(({ sender }) => sender)).size === pool.length, "A number stands there twice.")
      .describe("Each recipient is called from one of them, and from the same as long as the pool is."),
    currency: currencyField,
    prices: pricesField({
      of: "Price of 1,000 minutes in minor units: 1400 is 14.00.",
      what: "What the provider asks, for the limit.",
    }),
    dailyLimitMinor: z
      .int()
      .min(0)
      .optional()
      .describe("Calls of one UTC day cost at most this much; the others wait for the next. Absent: no limit."),
    ringSeconds: z.int().min(5).max(60).default(25).describe("So long it rings before it counts as not answered."),
    maxMinutes: z.int().min(1).max(15).default(3).describe("A call is ended after so many minutes."),
    callsADay: z
      .int()
      .min(1)
      .max(10)
      .default(1)
      .describe("A number is rung at most so often within 24 hours, over all programmes."),
    onMachine: z
      .enum(["hang_up", "leave_message", "ignore"])
      .default("hang_up")
      .describe(
        "What an answering machine gets: nothing, the message with how to end such calls, or what a person gets.",
      ),
    quietHours: z
      .array(numberHoursSchema)
      .max(50)
      .default([...USUAL_HOURS])
      .describe("Hours without marketing calls, in every time zone that a number may lie in."),
    menu: menuCode.default("main").describe("The menu that whoever calls us hears."),
  })
  .describe("How calls go out and come in");

export type VoiceSettings = z.output<typeof voiceSettingsBody>;

const unset: VoiceSettings = voiceSettingsBody.parse({ callers: [] });
const kept = channelSetting<VoiceSettings>({
  key: "voice",
  read: (value) => voiceSettingsBody.parse(value),
  unset,
});

/** As it was put; without a number where it never was. */
export async function findVoiceSettings(store: Pick<Store, "read">): Promise<VoiceSettings> {
  return (await kept.find(store)) ?? unset;
}

/** Takes effect with the calls that are prepared from a second later on. */
export const putVoiceSettings = kept.put;

export type VoiceSettingsSource = () => Promise<VoiceSettings>;

/** The settings, asked anew once a second. */
export const voiceSettingsOf = kept.source;
