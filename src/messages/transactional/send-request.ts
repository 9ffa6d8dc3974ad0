import { z } from "zod";
import { instantOf, isZone } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { channelNames } from "#messages/channel-name.ts";

/** A message may be asked for so long before it leaves. */
export const MOST_AHEAD_MS = 366 * DAY_MS;

const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "A locale is a BCP 47 tag, as de-AT.");

const toCustomer = z.strictObject({
  customer: z.string().min(1).max(200).describe("The vendor's code: name, address, language and zone are hers."),
});

const toAddress = z.strictObject({
  address: z
    .string()
    .min(3)
    .max(320)
    .describe("A bare e-mail address, or for a text a telephone number, of somebody who need not be a customer."),
  firstName: z.string().trim().min(1).max(100).optional(),
  locale: locale.default("en").describe("In which language it is written."),
  zone: z.string().max(64).refine(isZone, "This is no IANA zone.").default("UTC").describe("Where she lives."),
});

/** What `POST /v1/messages` takes. */
export const sendBody = z.strictObject({
  to: z.union([toCustomer, toAddress]).describe("A customer by code, or a bare address."),
  channel: z.enum(channelNames).default("email").describe("How it goes."),
  template: z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(64)
        .meta({ examples: ["service-notice"] }),
      version: z.int().min(1).optional().describe("Absent: the newest. It is pinned when the message is accepted."),
    })
    .describe("A template of kind service."),
  data: z.record(z.string(), z.unknown()).default({}).describe("What the template's inputs declare."),
  sendAt: z
    .string()
    .max(40)
    .refine((text) => /[Zz]$|[+-]\d\d:\d\d$/.test(text) && instantOf(text) !== undefined, "An instant with its offset.")
    .optional()
    .describe("RFC 3339. Absent or past: at once. At most a year ahead.")
    .meta({ examples: ["2026-12-01T08:00:00Z"] }),
  heedsQuietHours: z.boolean().default(false).describe("Let quiet hours hold it, as they hold marketing."),
});

export type SendInput = z.output<typeof sendBody>;

export const acceptedView = z.strictObject({
  number: z.int().describe("The message's number: GET /v1/messages/{number} tells how it fares."),
  state: z.literal("planned"),
  template: z.string(),
  templateVersion: z.int(),
  dueAt: z.int().describe("Epoch ms."),
});

export type Accepted = z.output<typeof acceptedView>;
