import { z } from "zod";
import { consentTopic } from "#customers/consent-scope.ts";
import { instantOf } from "#kernel/calendar.ts";
import { channelNames } from "#messages/channel-name.ts";
import { newsletterSchema } from "#messages/newsletters/newsletter.ts";

const MINUTES_OF_TWO_YEARS = 1_051_200;

export const triggerCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, "A code has 2 to 40 small letters, digits and dashes, beginning with a letter.")
  .meta({ examples: ["abandoned-basket"] });

const condition = z.string().min(1).max(4_000).optional().describe("CEL: only where it holds.");
const eventName = z
  .string()
  .min(1)
  .max(200)
  .meta({ examples: ["Order Completed"] });
const propertyName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, "A property is letters, digits and underscores.");
const propertyType = z.enum(["string", "int", "double", "bool", "date", "strings"]);
const minuteOfDay = z.int().min(0).max(1439).describe("Minutes after midnight where she lives.");
const instant = z
  .string()
  .max(40)
  .refine((text) => /[Zz]$|[+-]\d\d:\d\d$/.test(text) && instantOf(text) !== undefined, "An instant with its offset.");

const whenSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("event"),
    name: eventName,
    properties: z
      .record(propertyName, propertyType)
      .default({})
      .describe("The event's properties that conditions and data may name, as context.<name>."),
    if: condition,
  }),
  z.strictObject({
    kind: z.literal("segment"),
    segment: z.string().min(1).max(64),
    change: z.enum(["entered", "left"]).default("entered"),
    if: condition,
  }),
  z.strictObject({
    kind: z.literal("consent"),
    topic: consentTopic.default("").describe("Of the consent that is granted; absent: any."),
    if: condition,
  }),
  z.strictObject({
    kind: z.literal("date"),
    of: z.string().min(1).max(64).describe('"birthday", or a customer attribute of type date.'),
    repeats: z.enum(["yearly", "never"]).default("yearly"),
    if: condition,
  }),
]);

const waitSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("for"), minutes: z.int().min(0).max(MINUTES_OF_TWO_YEARS) }),
  z.strictObject({
    kind: z.literal("clock"),
    days: z
      .int()
      .min(-400)
      .max(730)
      .describe("Local days after it happened; 0: when the clock next shows it. Before a date: below zero."),
    minute: minuteOfDay,
  }),
  z.strictObject({
    kind: z.literal("date"),
    of: z
      .union([z.strictObject({ property: propertyName }), z.strictObject({ attribute: z.string().min(1).max(64) })])
      .describe(
        'The date that is counted from: a property of the event, or an attribute of hers ("birthday": the next).',
      ),
    months: z.int().min(-120).max(240).default(0),
    days: z.int().min(-400).max(730).default(0),
    minute: minuteOfDay,
  }),
]);

const messageSchema = z.strictObject({
  template: newsletterSchema.shape.templateName,
  channel: z.enum(channelNames).default("email"),
  slots: newsletterSchema.shape.slots.default([]),
  messageClass: newsletterSchema.shape.messageClass,
  topic: newsletterSchema.shape.topic,
  priority: newsletterSchema.shape.priority,
  data: z
    .record(z.string().max(40), propertyName)
    .default({})
    .describe("The template's inputs, each with the property of the event that fills it."),
});

const exitSchema = z.strictObject({
  events: z
    .array(
      z.strictObject({
        name: eventName,
        sameKey: z.boolean().default(false).describe("Only where its re-entry property is that of her entry."),
      }),
    )
    .max(10)
    .default([])
    .describe("What she does meanwhile that makes the message needless."),
  when: z.string().min(1).max(4_000).optional().describe("CEL about her, asked when the message is due."),
});

const againSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("once") }),
  z.strictObject({
    kind: z.literal("days"),
    days: z.int().min(1).max(3_650).describe("At most once in so many days."),
  }),
  z.strictObject({ kind: z.literal("each") }),
  z.strictObject({ kind: z.literal("key"), property: propertyName.describe("Once for each value of it.") }),
]);

/** "When this happens, then that message": everything that a vendor says of one. */
export const triggerFields = z.strictObject({
  code: triggerCode,
  title: z.string().trim().min(1).max(120),
  when: whenSchema.describe("What lets a customer in."),
  wait: waitSchema.prefault({ kind: "for", minutes: 0 }).describe("How long until the message is due."),
  message: messageSchema,
  exit: exitSchema.prefault({}),
  again: againSchema.prefault({ kind: "once" }).describe("Whether she may come in more than once."),
  restarts: z.boolean().default(false).describe("While she waits, the same again begins the wait anew."),
  activeFrom: instant.optional(),
  activeUntil: instant.optional(),
  holdOutPercent: z.number().min(0).max(50).default(0).describe("Share of customers who get nothing, to compare with."),
  lateByHours: z.number().min(1).max(720).default(24).describe("What happened longer ago than this lets nobody in."),
  includesHistory: z
    .boolean()
    .default(false)
    .describe("Imported facts, and members that a new segment rule brings, let in as well."),
});

export const triggerBody = triggerFields.omit({ code: true }).superRefine(refuseContradictions);

function refuseContradictions(trigger: Omit<TriggerInput, "code">, check: z.RefinementCtx): void {
  const { when, wait, again, message, exit } = trigger;
  const blame = (path: ReadonlyArray<string | number>, text: string) =>
    check.addIssue({ code: "custom", path: [...path], message: text });
  const properties = when.kind === "event" ? when.properties : {};
  const isDeclared = (name: string) => Object.hasOwn(properties, name);
  for (const name of ["date", "slot", "channel", "locale"]) {
    if (isDeclared(name)) blame(["when", "properties", name], "Every occasion has a field of this name already.");
  }
  if (when.kind === "date" && wait.kind !== "clock")
    blame(["wait", "kind"], "Around a date only a clock time can be waited for.");
  if (when.kind !== "date" && wait.kind === "clock" && wait.days < 0)
    blame(["wait", "days"], "What happened can't be waited for.");
  if (wait.kind === "date" && "property" in wait.of && !isDeclared(wait.of.property)) {
    blame(["wait", "of", "property"], "The event declares no such property.");
  }
  if (again.kind === "key" && !isDeclared(again.property)) {
    blame(["again", "property"], "The event declares no such property.");
  }
  for (const [input, property] of Object.entries(message.data)) {
    if (!isDeclared(property)) blame(["message", "data", input], "The event declares no such property.");
  }
  exit.events.forEach(({ sameKey }, index) => {
    if (sameKey && again.kind !== "key") blame(["exit", "events", index, "sameKey"], "Re-entry goes by no key.");
  });
  if (until(trigger.activeFrom) >= until(trigger.activeUntil)) blame(["activeUntil"], "It has to end after it begins.");
}

/** An absent end lies behind every beginning; an absent beginning is asked with it and never refused. */
function until(text: string | undefined): number {
  return text === undefined ? Number.NaN : (instantOf(text) ?? Number.NaN);
}

export type TriggerInput = z.output<typeof triggerFields>;
export type When = TriggerInput["when"];
export type Wait = TriggerInput["wait"];

export const triggerStates = ["draft", "live", "paused"] as const;
export type TriggerState = (typeof triggerStates)[number];

/** A saved trigger. */
export type Trigger = {
  readonly id: number;
  readonly newsletterId: number;
  readonly state: TriggerState;
  /** epoch ms; null before it was ever live */
  readonly liveSince: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly input: TriggerInput;
};
