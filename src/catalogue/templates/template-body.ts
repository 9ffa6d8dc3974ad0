import { z } from "zod";
import { instantOutput } from "#catalogue/instant.ts";

export const templateName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "A name has 1 to 64 small letters, digits and dashes.")
  .meta({ examples: ["weekly-picks"] });

const liquid = (max: number) => z.string().max(max);

/** A template as its author writes it (templates/template-source.ts), without its name. */
export const templateBody = z.strictObject({
  kind: z.enum(["marketing", "service"]).describe("Marketing needs consent and an opt-out in every body."),
  mjml: liquid(400_000).min(1).describe("MJML with Liquid."),
  text: liquid(100_000).optional().describe("Absent: derived from the e-mail."),
  sms: liquid(4_000),
  push: z.record(z.string().max(40), liquid(2_000)).describe("At least title and body."),
  strings: z
    .record(z.string().max(35), z.record(z.string().max(64), liquid(4_000)))
    .describe("Wordings by locale and key; en is complete."),
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
