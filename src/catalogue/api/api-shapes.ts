import { z } from "zod";

/** The part of a list to give. */
export const pageSearch = {
  cursor: z.string().max(500).optional().describe("`nextCursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item).readonly(),
    nextCursor: z.string().optional().describe("Absent on the last page."),
  });
}

export const READ = "catalogue:read";
export const WRITE = "catalogue:write";
