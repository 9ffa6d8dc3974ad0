import { z } from "zod";
import { channelNames } from "#messages/channel-name.ts";
import { paceSchema } from "#messages/schedule/pace.ts";
import { newsletterCopySchema } from "./newsletter-copy.ts";

/** A place in a newsletter's template that product sets are chosen for. */
const slotSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,31}$/, "Expected a short lower-case name")
      .describe("As the template names it"),
    size: z.int().min(1).max(24).describe("How many product sets at most"),
    maxPerCategory: z.int().min(1).max(24).optional().describe("At most so many of one category"),
    choose: z
      .enum(["next", "new_opportunity"])
      .optional()
      .describe("Only what is foretold of the customer: what she buys next, or what would be new to her"),
    explore: z.number().min(0).max(0.5).optional().describe("Share of places given to something new to the customer"),
  })
  .describe("A slot");

export const newsletterSchema = z
  .strictObject({
    code: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,47}$/, "Expected lower-case letters, digits and dashes")
      .describe("Its name in the API"),
    title: z.string().min(1).max(120).describe("As customers read it"),
    description: z.string().max(500).default("").describe("What it brings, as customers read it"),
    copy: z
      .array(newsletterCopySchema)
      .max(60)
      .refine(areDistinct, "Two wordings are for the same locale.")
      .default([])
      .describe("The same in other languages"),
    topic: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,47}$/)
      .describe("What consent is asked for"),
    categories: z
      .array(z.string().trim().min(1).max(100))
      .max(12)
      .default([])
      .describe("Categories of product sets: who switches it on shows an interest in them"),
    channels: z
      .array(z.enum(channelNames))
      .min(1)
      .max(channelNames.length)
      .refine((names) => new Set(names).size === names.length, "A channel is named twice.")
      .optional()
      .describe("How it may come, the usual way first; absent: by e-mail"),
    messageClass: z
      .enum(["marketing", "transactional"])
      .default("marketing")
      .describe("Marketing obeys consent, caps and quiet hours"),
    audience: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe("Code of the segment whose members alone get it, asked at the claim; absent: every subscriber"),
    onePerHousehold: z
      .boolean()
      .optional()
      .describe("A household gets each occurrence once, through one of its members; marketing alone"),
    bestHour: z
      .boolean()
      .optional()
      .describe(
        "Who chose no time herself gets it at the hour at which she answers most; one in ten keeps defaultMinute, to compare with. Marketing alone",
      ),
    templateName: z.string().min(1).max(64).describe("The template, always in its newest published version"),
    slots: z.array(slotSchema).max(12).describe("What is chosen for each customer"),
    defaultPace: paceSchema.describe("Where the customer has not chosen"),
    defaultMinute: z.int().min(0).max(1439).describe("Minutes after local midnight"),
    priority: z.int().min(-100).max(100).default(0).describe("Higher wins where a cap lets only some through"),
    graceHours: z.number().min(0.25).max(720).default(24).describe("How late a missed occurrence may still go out"),
  })
  .describe("A newsletter");

function areDistinct(copy: ReadonlyArray<{ readonly locale: string }>): boolean {
  return new Set(copy.map(({ locale }) => locale)).size === copy.length;
}

export type NewsletterInput = z.infer<typeof newsletterSchema>;

export type NewsletterState = "running" | "paused" | "stopped";

/** A row of newsletters as SQL gives it. */
export type NewsletterRow = {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly copy: string;
  readonly topic: string;
  readonly categories: string;
  readonly channels: string;
  readonly message_class: "marketing" | "transactional";
  readonly audience: string | null;
  readonly one_per_household: number;
  readonly best_hour: number;
  readonly template_name: string;
  readonly slots: string;
  readonly default_pace: string;
  readonly default_minute: number;
  readonly state: NewsletterState;
  readonly priority: number;
  readonly grace_ms: number;
};
