import { z } from "zod";
import { isoOf } from "#kernel/calendar.ts";
import { type Mapping, mappingSchema } from "#customers/import/mapping/mapping.ts";
import { type ImportRow, importStates, isEmptyImport, totalNames } from "#customers/import/run/import-row.ts";

export const READ = "customers:read";
export const WRITE = "customers:write";

export const importParams = z.object({ id: z.string().min(1).max(60).describe("The import's id.") });

export const mappingName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, "Kebab-case, at most 60 characters.")
  .meta({ examples: ["pos-journal"] });

/** As it is put; what is absent stands as its default in what comes back. */
export const mappingBody = mappingSchema;
export const mappingView = z.record(z.string(), z.unknown()).describe("A mapping, with its defaults.");

const instant = z.string().meta({ format: "date-time" });
const count = z.int().min(0);

const words: Readonly<Record<(typeof totalNames)[number], string>> = {
  created: "Records that brought something new.",
  changed: "Records that changed what was known.",
  same: "Records that said what was known.",
  rejected: "Records that are no facts; they can be had back with their reasons.",
  withheld:
    "Records of which something was not done: a grant of consent against a suppression or a withdrawal, or anything about an erased customer.",
  quarantined: "Records that wait for a reference code to be declared.",
  skipped: "Records that the mapping leaves out.",
};

export const importView = z.strictObject({
  id: z.string(),
  mapping: z.string().describe("Name of the mapping that it runs with."),
  into: z.string(),
  fileName: z.string(),
  isDryRun: z.boolean(),
  state: z.enum(importStates),
  read: count.describe("Records that are settled. The totals below add up to it."),
  totals: z.strictObject(
    Object.fromEntries(totalNames.map((name) => [name, z.int().describe(words[name])])) as Record<
      (typeof totalNames)[number],
      z.ZodInt
    >,
  ),
  blankLines: count.describe("Lines of the file that held nothing: passed over, and no records."),
  isEmpty: z.boolean().describe("The import is done and the file had not one record: it was empty, or a header alone."),
  reasons: z.record(z.string(), count).describe("Rejected records by column and reason."),
  bytesRead: count,
  bytesTotal: count.nullable(),
  fault: z
    .strictObject({
      line: count.describe("Physical line; 0 where the file as a whole is meant."),
      record: count,
      reasons: z.array(z.string()),
    })
    .nullable()
    .describe("Why the file could not be read on. What stood before the place is settled."),
  createdAt: instant,
  finishedAt: instant.nullable(),
});

export function viewImport(row: ImportRow): z.output<typeof importView> {
  const {
    id,
    mapping,
    fileName,
    isDryRun,
    state,
    read,
    totals,
    blankLines,
    reasons,
    bytesRead,
    bytesTotal,
    createdAt,
    finishedAt,
  } = row;
  return {
    id,
    mapping: mapping.name,
    into: mapping.into,
    fileName,
    isDryRun,
    state,
    read,
    totals: { ...totals },
    blankLines,
    isEmpty: isEmptyImport(row),
    reasons: { ...reasons },
    bytesRead,
    bytesTotal: bytesTotal ?? null,
    fault: viewFault(row.fault),
    createdAt: isoOf(createdAt),
    finishedAt: finishedAt === undefined ? null : isoOf(finishedAt),
  };
}

function viewFault(fault: ImportRow["fault"]): { line: number; record: number; reasons: string[] } | null {
  if (fault === undefined) return null;
  if (!("faults" in fault)) return { line: fault.line, record: fault.record, reasons: [fault.reason] };
  return { line: 0, record: 0, reasons: fault.faults.map(({ pointer, message }) => `${pointer}: ${message}`) };
}

export function viewMapping(mapping: Mapping): Record<string, unknown> {
  return { ...mapping };
}
