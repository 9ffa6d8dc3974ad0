import { z } from "zod";
import { isZone } from "#kernel/calendar.ts";
import { consentChannel, consentTopic } from "#customers/consent-scope.ts";
import { isEncoding } from "#customers/import/read/encoding.ts";
import { isDateForm } from "#customers/import/values/date-form.ts";
import { targetNames } from "./targets.ts";

const columnName = z.string().min(1).max(200);
const column = z.union([columnName, z.int().min(1).max(1_000)]);
const words = z.string().max(500);
const scalar = z.union([words, z.number(), z.boolean()]);

const dateForm = z
  .string()
  .max(60)
  .refine(
    isDateForm,
    "A date form has YYYY, MM or M or MMM, DD or D, HH, mm, ss, SSS, A and Z; or it is iso, epoch-seconds, epoch-ms or excel.",
  )
  .meta({ examples: ["DD.MM.YYYY", "M/D/YYYY h:mm A", "iso"] });
const zone = z
  .string()
  .max(60)
  .refine(isZone, "An IANA time zone.")
  .meta({ examples: ["Europe/London"] });

/** How numbers and dates are written, for the file and, where it differs, for one field. */
const forms = {
  date: dateForm.optional().describe("How dates and times are written; iso unless told."),
  zone: zone.optional().describe("Where a clock time without an offset was read off; UTC unless told."),
  decimal: z.enum([".", ","]).optional().describe("The decimal sign; a dot unless told."),
  thousands: z.enum(["", ",", ".", " ", "'"]).optional().describe("What groups thousands; nothing unless told."),
};

const longField = z.strictObject({
  column: column.optional().describe("Name or number (from 1) of the column; a dotted path in JSON."),
  columns: z.array(column).min(2).max(20).optional().describe("Several columns that make one value."),
  join: z
    .string()
    .max(20)
    .optional()
    .describe("What stands between them; a space unless told. Empty ones are left out."),
  constant: scalar.optional().describe("The same for each record."),
  values: z
    .record(z.string().max(200), z.union([scalar, z.null()]))
    .optional()
    .describe('What the file\'s values mean; null is no value. "" stands for an empty field.'),
  otherwise: z
    .enum(["reject", "keep", "empty"])
    .optional()
    .describe("What a value means that `values` does not name; the record is rejected unless told."),
  codes: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,59}$/, "The kebab-case name of a vocabulary.")
    .optional()
    .describe("The vocabulary of reference codes that the value is of. A record with an unknown code waits for it."),
  empty: z.array(words).max(20).optional().describe('Texts that mean "no value", such as "NULL" or "n/a".'),
  case: z.enum(["upper", "lower"]).optional(),
  as: z
    .enum(["text", "number", "boolean"])
    .optional()
    .describe("Type of a property or product attribute; text unless told."),
  minor: z.boolean().optional().describe("Money is in minor units already: 1250 is 12.50."),
  required: z.boolean().optional().describe("A record without a value is rejected."),
  ...forms,
});

const field = z.union([columnName, longField]).describe("A column's name, or how a value is made.");

const condition = z.strictObject({
  column,
  in: z.array(words).min(1).max(200).optional().describe("The field is one of these."),
  notIn: z.array(words).min(1).max(200).optional().describe("The field is none of these."),
  empty: z.boolean().optional().describe("The field is empty, or is not."),
});

const consent = z.strictObject({
  purpose: z.enum(["receive", "track"]),
  channel: consentChannel.default("").describe("Empty: every channel."),
  topic: consentTopic.default("").describe("Empty: every topic."),
  state: field.describe('Leads to "granted", "withdrawn" or no value.'),
  at: field.describe("When she said so: a grant without its time proves nothing."),
  wording: field.describe("The words that she agreed to."),
});

const csv = {
  delimiter: z.string().min(1).max(4).optional().describe("Found in the first line where it is absent."),
  quote: z
    .union([z.literal(""), z.string().length(1)])
    .default('"')
    .describe("Empty where nothing is quoted."),
  header: z.boolean().default(true).describe("False: columns go by their numbers."),
  skipLines: z.int().min(0).max(100).default(0).describe("Lines before the table."),
  comment: z.string().min(1).max(4).optional().describe("Lines that begin so are left out."),
  ragged: z
    .enum(["reject", "pad"])
    .default("reject")
    .describe("What becomes of a record with fewer fields than columns: rejected, or the rest is empty."),
};

const fileForm = z
  .strictObject({
    kind: z.enum(["csv", "ndjson", "json"]).default("csv"),
    encoding: z
      .string()
      .max(40)
      .refine(isEncoding, "An encoding of the WHATWG standard, such as utf-8 or windows-1252.")
      .optional(),
    ...csv,
    ...forms,
  })
  .prefault({});

/** How a file becomes facts. `checkMapping` adds what a target asks of its fields. */
export const mappingSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, "Kebab-case, at most 60 characters."),
    description: z.string().max(1_000).optional(),
    into: z.enum(targetNames).describe("What each record is."),
    source: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, "Kebab-case, at most 40 characters.")
      .default("import")
      .describe("Where the facts come from; with its key a fact is the same fact whichever file tells it."),
    channel: z.string().max(40).default(""),
    form: fileForm.describe("How the file is written."),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "A currency is three capital letters (ISO 4217).")
      .optional()
      .describe("Of all amounts, unless a field says it."),
    fields: z.record(z.string().max(120), field),
    consents: z.array(consent).max(20).default([]),
    lines: z
      .strictObject({ each: columnName.describe("The path of the list in a record of JSON.") })
      .optional()
      .describe("An order holds its lines in a list. Without it each record is one line."),
    skip: z.array(condition).max(20).default([]).describe("A record that meets one of these is left out."),
    unknownCustomers: z
      .enum(["create", "reject"])
      .default("create")
      .describe("What becomes of a fact about a customer whom nobody knows yet."),
  })
  .meta({ title: "Mapping" });

export type Mapping = z.output<typeof mappingSchema>;
export type MappingInput = z.input<typeof mappingSchema>;
export type FieldSpec = z.output<typeof field>;
export type LongField = z.output<typeof longField>;
export type Forms = Pick<LongField, "date" | "zone" | "decimal" | "thousands">;
export type ConsentSpec = z.output<typeof consent>;
