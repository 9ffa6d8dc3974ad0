import { err, ok, type Result } from "#kernel/result.ts";
import { fitAddress } from "./fit-address.ts";
import type { FontBook } from "./font-book.ts";
import type { Layout, LayoutFault, Mark } from "./page.ts";
import type { LabelPaper } from "./paper.ts";
import { printableText } from "./printable-text.ts";

/** Which of the addresses can't be printed, and why. */
export type LabelFault = { readonly index: number; readonly fault: LayoutFault };

/** One label for each address, row after row, as many sheets as it takes. All that is wrong is told together. */
export function layOutLabels(
  blocks: ReadonlyArray<readonly string[]>,
  { paper, book, title }: { readonly paper: LabelPaper; readonly book: FontBook; readonly title: string },
): Result<Layout, readonly LabelFault[]> {
  const faults: LabelFault[] = [];
  const leftOut = new Set<string>();
  const pages: Mark[][] = [];
  const perSheet = paper.columns * paper.rows;
  for (const [index, block] of blocks.entries()) {
    const printable = printableText(block.join("\n"), book);
    const marks = printable.ok
      ? fitAddress(printable.value.text.split("\n"), zoneOf(index % perSheet, paper), book)
      : printable;
    if (!marks.ok) {
      faults.push({ index, fault: marks.error });
      continue;
    }
    if (printable.ok) for (const sign of printable.value.leftOut) leftOut.add(sign);
    (pages[Math.floor(index / perSheet)] ??= []).push(...marks.value);
  }
  if (faults.length > 0) return err(faults);
  const { width, height } = paper;
  return ok({
    title,
    language: "und",
    pages: pages.map((marks) => ({ width, height, marks })),
    sheets: pages.length,
    leftOut: [...leftOut].sort(),
  });
}

function zoneOf(index: number, { columns, first, stepX, stepY, margin }: LabelPaper) {
  return {
    x: first.x + (index % columns) * stepX + margin,
    y: first.y + Math.floor(index / columns) * stepY + margin,
    width: first.width - 2 * margin,
    height: first.height - 2 * margin,
  };
}
