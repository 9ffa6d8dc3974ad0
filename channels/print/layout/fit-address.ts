import { err, ok, type Result } from "#kernel/result.ts";
import type { FontBook } from "./font-book.ts";
import type { Box, LayoutFault, Mark } from "./page.ts";
import { wrapLines } from "./wrap-lines.ts";

/** Machines that sort mail read type between 8 and 12 points (USPS DMM 202; DIN 5008 names 8 as the least). */
const LARGEST = 11;
const SMALLEST = 8;
const STEP = 0.5;
const LEADING = 1.2;
/** Of the size: how far a letter reaches above and below its baseline. */
export const ASCENT = 0.93;
const DESCENT = 0.24;
/** A line that is too wide is continued on the next, once. */
const MOST_PARTS = 2;

/** The block in the largest type that fits wholly into the zone; refused where none does. */
export function fitAddress(block: readonly string[], zone: Box, book: FontBook): Result<readonly Mark[], LayoutFault> {
  for (let size = LARGEST; size >= SMALLEST; size -= STEP) {
    const type = { book, size, weight: "regular" } as const;
    const parts = block.map((line) => wrapLines(line, zone.width, type));
    const lines = parts.flat();
    const height = size * (ASCENT + DESCENT + LEADING * (lines.length - 1));
    if (height > zone.height || parts.some((some) => some.length > (size === SMALLEST ? MOST_PARTS : 1))) continue;
    return ok(
      lines.map((text, index): Mark => ({
        kind: "text",
        x: zone.x,
        y: zone.y + size * (ASCENT + LEADING * index),
        size,
        weight: "regular",
        text,
        width: book.widthOf(text, size, "regular"),
      })),
    );
  }
  return err({ code: "address_too_long" });
}
