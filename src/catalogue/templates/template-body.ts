import { z } from "zod";
import { instantOutput } from "#catalogue/instant.ts";

export const templateName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "A name has 1 to 64 small letters, digits and dashes.")
  .meta({ examples: ["weekly-picks"] });

const isOptional = z.boolean().optional();

const scalar = [
  z.strictObject({ type: z.literal("text"), maxLength: z.int().min(1).max(10_000).optional(), isOptional }),
  z.strictObject({ type: z.enum(["number", "money", "date", "link"]), isOptional }),
] as const;

const inputName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, "A name is letters and digits, beginning small.");
const maxItems = z.int().min(1).max(500).optional();
const row = z.strictObject({
  type: z.literal("group"),
  fields: z.record(inputName, z.union(scalar)),
  isOptional,
});
const list = z.strictObject({ type: z.literal("list"), of: z.union([...scalar, row]), maxItems, isOptional });
const group = z.strictObject({
  type: z.literal("group"),
  fields: z.record(inputName, z.union([...scalar, list])),
  isOptional,
});

/** Deep enough for an order with its lines, and bounded: templates/template-inputs.ts. */
const templateInputs = z
  .record(inputName, z.union([...scalar, list, group]))
  .refine((inputs) => Object.keys(inputs).length <= 40, "A template has at most 40 inputs.")
  .describe(
    "What whoever sends it must give: printed as {{ data.name }}. Money is {amountMinor, currency}, a date YYYY-MM-DD; both are written in the reader's locale.",
  )
  .meta({ examples: [{ orderNumber: { type: "text" }, total: { type: "money" } }] });

const liquid = (max: number) => z.string().max(max);

/** A template as its author writes it (templates/template-source.ts), without its name. */
export const templateBody = z.strictObject({
  kind: z.enum(["marketing", "service"]).describe("Marketing needs consent and an opt-out in every body."),
  mjml: liquid(400_000).min(1).describe("MJML with Liquid."),
  text: liquid(100_000).optional().describe("Absent: derived from the e-mail."),
  sms: liquid(4_000),
  voice: liquid(4_000).optional().describe("What a call says; absent: what can be said of the text."),
  letter: liquid(20_000).optional().describe("What a letter says; absent: the text part."),
  push: z.record(z.string().max(40), liquid(2_000)).describe("At least title and body."),
  strings: z
    .record(z.string().max(35), z.record(z.string().max(64), liquid(4_000)))
    .describe("Wordings by locale and key; en is complete."),
  inputs: templateInputs.optional(),
  example: z.unknown().describe("A merge view with everything in it, for preview and lint."),
});

const templateRemark = z.strictObject({
  code: z.string(),
  message: z.string(),
  pointer: z.string().describe("JSON Pointer into the template."),
  line: z.int().optional(),
});

export const publishedTemplate = z.strictObject({
  id: z.int(),
  name: templateName,
  version: z.int(),
  lint: z.array(templateRemark).describe("What an author should look at; nothing here stops a message."),
});

export type PublishedTemplate = z.output<typeof publishedTemplate>;

export const templateVersionView = z.strictObject({
  id: z.int(),
  name: templateName,
  version: z.int(),
  publishedAt: instantOutput,
});

export type TemplateVersionView = z.output<typeof templateVersionView>;
