import { z } from "zod";
import { segmentCode } from "#segments/segment.ts";

export const READ = "customers:read";
export const WRITE = "customers:write";
export const TAG = "Segments";

export const codeParams = z.object({ code: segmentCode });

export const cursorSearch = z.string().max(500).optional().describe("`nextCursor` of the page before.");
