import { z } from "zod";
import { type ChannelName, channelNames } from "#messages/channel-name.ts";
import { type ChannelOrder, channelOrderSchema } from "./channel-order.ts";
import { paceSchema } from "#messages/schedule/pace.ts";
import { type Pause, pauseSchema } from "#messages/schedule/pause.ts";
import { quietHoursSchema } from "#messages/schedule/quiet-hours.ts";

export const capChoiceSchema = z
  .strictObject({
    count: z.int().min(1).max(100).describe("At most this many messages"),
    days: z
      .union([z.literal(1), z.literal(7), z.literal(30)])
      .describe("in so many days, counted in whole hours back from each message"),
  })
  .describe("The most that may come, over all newsletters");

const newsletterChoiceSchema = z
  .strictObject({
    code: z.string().min(1).max(48).describe("The newsletter"),
    isOn: z.boolean().describe("Whether it may come"),
    channel: z
      .enum(channelNames)
      .optional()
      .describe("How it comes, of the newsletter's channels; without it as until now"),
    channelOrder: channelOrderSchema
      .nullable()
      .optional()
      .describe("Her order of channels for this newsletter; null: her order for all holds"),
    pace: paceSchema.optional().describe("Her own dates; without them the newsletter's usual ones"),
    minute: z.int().min(0).max(1439).optional().describe("Her own clock time, minutes after midnight"),
    ownCopy: z.boolean().optional().describe("Whether she wants her own where a household gets one"),
  })
  .describe("A choice about one newsletter");

export const preferencesSchema = z
  .strictObject({
    newsletters: z.array(newsletterChoiceSchema).max(50).describe("Newsletters that are not named stay as they are"),
    quietHours: quietHoursSchema.nullable().optional().describe("null takes her own quiet hours away"),
    pause: pauseSchema.nullable().optional().describe("null ends a pause"),
    cap: capChoiceSchema.nullable().optional().describe("null takes her own limit away"),
    channelOrder: channelOrderSchema
      .nullable()
      .optional()
      .describe(
        "Her order of channels for all newsletters that have none of their own; null: each by its own channel alone",
      ),
    isTracked: z.boolean().optional().describe("Whether clicks may be kept under her name"),
    zone: z.string().min(1).max(64).optional().describe("IANA time zone"),
    locale: z.string().min(2).max(35).optional().describe("BCP 47 language tag"),
  })
  .describe("What a customer chose about what she hears, when, and how often");

export type PreferencesInput = z.infer<typeof preferencesSchema>;

/** What a customer's page shows of one newsletter. */
export type NewsletterPreference = {
  readonly id: number;
  readonly code: string;
  /** In her language where the vendor gave it. */
  readonly title: string;
  readonly description: string;
  readonly topic: string;
  readonly isOn: boolean;
  readonly channel: ChannelName;
  /** How it may come. */
  readonly channels: readonly ChannelName[];
  /** Her own order of channels, `channel` first; null where the one for all holds. */
  readonly channelOrder: ChannelOrder | null;
  readonly pace: z.infer<typeof paceSchema>;
  readonly minute: number;
  readonly isOwnPace: boolean;
  /** It comes once for the household that she lives in with others. */
  readonly isShared: boolean;
  /** She wants her own all the same. */
  readonly ownCopy: boolean;
};

export type Preferences = {
  readonly customerId: number;
  readonly customerCode: string;
  readonly firstName: string | null;
  readonly email: string | null;
  readonly emailHash: string | null;
  readonly phoneHash: string | null;
  readonly postalHash: string | null;
  readonly locale: string;
  readonly zone: string;
  readonly birthOn: string | null;
  readonly isTracked: boolean;
  readonly newsletters: readonly NewsletterPreference[];
  readonly quietHours: { readonly from: number; readonly to: number } | null;
  readonly pause: Pause | null;
  readonly cap: { readonly count: number; readonly days: number } | null;
  /** Her order of channels for all newsletters that have none of their own. */
  readonly channelOrder: ChannelOrder | null;
};
