import { z } from "zod";
import { isLocalDate } from "#kernel/calendar.ts";
import { localeTag } from "#customers/api/schemas.ts";
import { consentTopic } from "#customers/consent-scope.ts";
import { isStorableText } from "#web/text-faults.ts";

const storable = (max: number) =>
  z.string().min(1).max(max).refine(isStorableText, "This has a character that no database keeps.");

/** Words by locale: the form's own locale is always among them, the others are better where they are known. */
const wordsOf = (max: number) => z.record(localeTag, storable(max));
const words = wordsOf(300);
const name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "Small letters, digits and _, at most 40.");
const value = z.string().regex(/^[A-Za-z0-9][\w.+-]{0,79}$/, "A code of letters, digits and . _ + -, at most 80.");
export const formCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "Small letters, digits and hyphens, at most 60.")
  .meta({ examples: ["register-your-lamp"] });

export const identityParts = ["email", "phone", "firstName", "lastName", "birthOn"] as const;
export const registrationParts = ["product", "serial", "boughtOn", "proof"] as const;

const target = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("identity"), part: z.enum(identityParts) }),
  z.strictObject({ to: z.literal("attribute"), name: z.string().min(1).max(60) }),
  z.strictObject({ to: z.literal("answer"), question: name, category: z.string().min(1).max(100).optional() }),
  z.strictObject({ to: z.literal("registration"), part: z.enum(registrationParts) }),
  z.strictObject({ to: z.literal("demographic"), name }),
  z.strictObject({ to: z.literal("event"), property: name }),
]);

const consent = z
  .discriminatedUnion("purpose", [
    z.strictObject({
      purpose: z.literal("receive"),
      channel: z.literal("email"),
      topic: consentTopic.describe("The newsletter's topic; empty: all."),
    }),
    z.strictObject({ purpose: z.literal("track") }),
  ])
  .describe(
    "What the box agrees to, in the words of its label. A page knows nobody's telephone: e-mail is what it can prove.",
  );

export const fieldKinds = [
  "short_text",
  "long_text",
  "email",
  "phone",
  "number",
  "date",
  "choice",
  "choices",
  "scale",
  "consent",
  "reference",
] as const;

const field = z.strictObject({
  name: name.describe("Unique in the form."),
  kind: z.enum(fieldKinds),
  label: wordsOf(2_000).describe("Of a consent: its exact wording, kept with the consent."),
  hint: words.optional(),
  step: z.int().min(1).max(10).default(1).describe("On which page of the form it stands."),
  isRequired: z.boolean().default(false),
  target: target.optional().describe("What the answer becomes. Absent: of a consent, always."),
  consent: consent.optional(),
  options: z
    .array(z.strictObject({ value, label: words }))
    .min(1)
    .max(60)
    .optional()
    .describe("Of choice and choices."),
  min: z.number().optional().describe("Of number and scale; of choices the fewest."),
  max: z.number().optional().describe("Of number and scale; of choices the most."),
  maxLength: z.int().min(1).max(4_000).optional().describe("Of texts; 200 and 2,000 unless told."),
  from: z.string().refine(isLocalDate, "A calendar date.").optional().describe("Of date: the earliest."),
  until: z.string().refine(isLocalDate, "A calendar date.").optional().describe("Of date: the latest."),
  low: words.optional().describe("Of scale: what its lowest number means."),
  high: words.optional().describe("Of scale: what its highest number means."),
  when: z
    .strictObject({ field: name, isOneOf: z.array(z.string().max(80)).min(1).max(60) })
    .optional()
    .describe(
      "Asked only where a field of an earlier step was answered so. It works without script: the next page knows.",
    ),
});

export const formBody = z.strictObject({
  locale: localeTag.describe("In which every word stands; the others fall back to it."),
  title: words,
  intro: wordsOf(2_000).optional(),
  submit: words.optional().describe("On the last button."),
  thanks: wordsOf(2_000),
  source: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, "Kebab-case, at most 40 characters.")
    .default("survey")
    .meta({ examples: ["survey", "registration"] }),
  survey: name.optional().describe("The survey that answers belong to; the form's code unless told."),
  confirmDays: z
    .int()
    .min(1)
    .max(30)
    .optional()
    .describe(
      "Double opt-in: the address has so long to confirm; until then nothing is known and nothing else is sent.",
    ),
  confirmationsPerHour: z
    .int()
    .min(1)
    .max(10_000)
    .default(300)
    .describe("Confirmation mails that the form may ask for."),
  fields: z.array(field).min(1).max(60),
});

export type FormDefinition = z.output<typeof formBody>;
export type FormField = FormDefinition["fields"][number];
export type FieldTarget = NonNullable<FormField["target"]>;
export type Words = Readonly<Record<string, string>>;
export type FieldKind = FormField["kind"];
