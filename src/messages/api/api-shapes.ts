import { z } from "zod";
import { decodeCursor } from "#kernel/page.ts";
import { channelNames } from "#messages/channel-name.ts";
import { newsletterSchema } from "#messages/newsletters/newsletter.ts";
import { newsletterCopySchema } from "#messages/newsletters/newsletter-copy.ts";
import { messageStates } from "#messages/newsletters/message-filter.ts";
import { paceSchema } from "#messages/schedule/pace.ts";
import { pauseSchema } from "#messages/schedule/pause.ts";
import { quietHoursSchema } from "#messages/schedule/quiet-hours.ts";
import { channelOrderSchema } from "#messages/preferences/channel-order.ts";
import { capChoiceSchema } from "#messages/preferences/preferences.ts";

export const READ = "messages:read";
export const WRITE = "messages:write";
export const SEND = "messages:send";

export const pageSearch = {
  cursor: z
    .string()
    .max(500)
    .refine((cursor) => decodeCursor(cursor) !== undefined, "This is no cursor of ours.")
    .optional()
    .describe("`nextCursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item).readonly(),
    nextCursor: z.string().optional().describe("Absent on the last page."),
  });
}

export const newsletterCode = z.object({ code: newsletterSchema.shape.code });
export const newsletterState = z.enum(["running", "paused", "stopped"]);

const instant = z.int().describe("Epoch ms.");

export const newsletterView = newsletterSchema.extend({
  copy: z.array(newsletterCopySchema.extend({ locale: z.string() })),
  channels: z.array(z.enum(channelNames)).readonly(),
  onePerHousehold: z.boolean(),
  bestHour: z.boolean(),
  id: z.int(),
  state: newsletterState,
  createdAt: instant,
  updatedAt: instant,
});

export const messageNumber = z.object({
  number: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 48 - 1)
    .describe("The message's number."),
});

export const messageLine = z.strictObject({
  number: z.int(),
  customer: z.string().describe("The vendor's code."),
  newsletter: z.string(),
  newsletterTitle: z.string(),
  occurrenceOn: z.string().describe("The local date that it is for."),
  channel: z.string(),
  state: z.enum(messageStates),
  reason: z.string().nullable(),
  dueAt: instant,
  acceptedAt: instant.nullable(),
  attempts: z.int(),
});

export const leftWay = z.strictObject({
  channel: z.string(),
  reason: z.string().describe("Why it could not reach her: a code."),
  attempts: z.int().describe("Tries that it had there."),
  at: instant,
});

const pickView = z.strictObject({
  code: z.string().describe("The product set."),
  slot: z.string(),
  reason: z.string().describe("Why, in words."),
  rules: z.array(z.string()).readonly().describe("Rules that had a say."),
  score: z.number(),
});

export const messageDetail = messageLine.extend({
  plannedAt: instant,
  reservedAt: instant.nullable(),
  firstAttemptAt: instant.nullable(),
  leaseUntil: instant.nullable(),
  complainedAt: instant.nullable(),
  optedOutAt: instant.nullable(),
  provider: z.string().nullable(),
  template: z.string().nullable(),
  templateVersion: z.int().nullable(),
  bodyHash: z.string().nullable().describe("SHA-256 of subject, HTML and text; the same at each try."),
  picks: z.array(pickView).readonly(),
  ways: z.array(leftWay).readonly().describe("Channels that it left for the next of the customer's order."),
});

export const preferencesView = z.strictObject({
  customer: z.string().describe("The vendor's code."),
  locale: z.string(),
  zone: z.string(),
  isTracked: z.boolean(),
  quietHours: quietHoursSchema.nullable(),
  pause: pauseSchema.nullable(),
  cap: capChoiceSchema.nullable(),
  channelOrder: channelOrderSchema.nullable(),
  newsletters: z.array(
    z.strictObject({
      code: z.string(),
      title: z.string().describe("In the customer's language where the vendor gave it."),
      topic: z.string(),
      isOn: z.boolean(),
      channel: z.string(),
      channelOrder: channelOrderSchema.nullable().describe("Her own order; null: the one for all."),
      pace: paceSchema,
      minute: z.int(),
      isOwnPace: z.boolean(),
      isShared: z.boolean().describe("It comes once for the household that she lives in with others."),
      ownCopy: z.boolean().describe("She wants her own all the same."),
      words: z.string().describe("The pace in words, in the customer's language where it is spoken here."),
      nextDates: z.array(z.string()).readonly().describe("The next three dates on which it comes."),
    }),
  ),
});
