import { z } from "zod";
import { instantOutput } from "#catalogue/instant.ts";
import { cursorSearch } from "./api-shapes.ts";

/** The answer of the operations that follow the changes. */
export const changeLog = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: z.int(),
        segment: z.string(),
        customer: z.string(),
        change: z.enum(["entered", "left"]),
        cause: z.enum(["fact", "time", "rule"]).describe("A fact about the customer, time alone, or a new rule."),
        at: instantOutput,
      }),
    )
    .readonly(),
  nextCursor: z.string().describe("Ask with it again later: what changed since then comes."),
});

export const changeSearch = z.object({
  cursor: cursorSearch,
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
