import { z } from "zod";
import { codeText } from "#customers/api/schemas.ts";
import { lookUpWays } from "#calls/find-callers.ts";

export const TAG = "calls";
export const SCOPE = "calls:handle";

/** What each operation inside a call can be refused with. */
export const inCall = ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"] as const;

export const callParams = z.object({ id: z.string().min(1).max(60).describe("The call.") });
export const callFormParams = callParams.extend({ code: z.string().min(1).max(60).describe("The form.") });

const instant = z.int().describe("Epoch ms.");

export const lookUpBody = z.strictObject({
  by: z.enum(lookUpWays),
  value: codeText.max(320).describe("A whole code, address or number; of a name its beginning, two letters at least."),
});

export const callView = z.object({
  id: z.string(),
  customer: z.string().describe("The vendor's code."),
  agent: z.string(),
  reference: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
});

export const factsView = z.object({
  customer: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  locale: z.string(),
  email: z.string().nullable().describe("Masked."),
  phone: z.string().nullable().describe("Masked."),
  attributes: z
    .array(z.object({ name: z.string(), label: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) }))
    .describe("Those whose declaration says that agents may see them."),
  notes: z.array(
    z.object({
      at: instant,
      disposition: z.string().nullable(),
      category: z.string().nullable(),
      note: z.string().nullable().describe("null where the sealed words can't be opened any more."),
    }),
  ),
});

export const wording = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .describe("What was read out to her, word for word: it goes into the consent records.");
