import { z } from "zod";
import { decodeCursor } from "#kernel/page.ts";

/** What every list takes: where to go on, and how much at once. */
export const pageSearch = z.strictObject({
  cursor: z
    .string()
    .max(500)
    .refine((cursor) => decodeCursor(cursor) !== undefined, "This is no cursor of ours.")
    .optional()
    .describe("nextCursor of the page before."),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional().describe("Absent on the last page.") });
}
