import { z } from "zod";
import { instantOutput } from "#catalogue/instant.ts";

/**
 * reading → applying → done. A run that changes nothing is done at once; `unchanged` means that the server said so, `checked`
 * that it was a trial, `held` that an operator has to decide, `discarded` that she or a newer run did.
 */
export const runStates = [
  "reading",
  "applying",
  "done",
  "unchanged",
  "checked",
  "held",
  "discarded",
  "failed",
] as const;

export type RunState = (typeof runStates)[number];

const count = z.int().min(0);

export const runView = z.strictObject({
  run: z.int(),
  origin: z.enum(["push", "url", "schedule"]),
  isDry: z.boolean(),
  state: z.enum(runStates),
  startedAt: instantOutput,
  finishedAt: instantOutput.nullable(),
  bytes: count.describe("As they came, packed or not."),
  read: count.describe("created + changed + unchanged + rejected."),
  created: count,
  changed: count,
  unchanged: count,
  rejected: count,
  known: count.describe("Product sets that the feed had before."),
  missing: count.describe("Of these, the ones that are in it no more."),
  applied: count.describe("Of created + changed, how many are in the catalogue."),
  withdrawn: count.describe("Of the missing, how many became unavailable; one that another feed has stays."),
  fault: z.string().nullable().describe("Why it failed or is held."),
});

export type RunView = z.output<typeof runView>;

export type RunTotals = Pick<RunView, "read" | "created" | "changed" | "unchanged" | "rejected">;

/** One refused record, or one fault of it. */
export const rejectView = z.strictObject({
  place: z.string().describe("Line of a text file, number of the element in XML."),
  code: z.string().nullable(),
  field: z.string().describe("As the mapping calls it; empty for the record as a whole."),
  reason: z.string(),
});

export type Reject = z.output<typeof rejectView>;

/** Rows of the reject report; all are counted. */
export const MAX_REJECTS = 1_000;
