import type { FontBook } from "./font-book.ts";
import { ASCENT } from "./fit-address.ts";
import { type Mark, MM } from "./page.ts";
import { lineMark, moveMark } from "./pieces.ts";
import { qrBars } from "./qr-bars.ts";
import { wrapLines } from "./wrap-lines.ts";

const SIZE = 7.5;
const LEADING = 1.3;
const CODE_MM = 20;

/** The sender's small words, from 0, 0 downwards, with the code that ends letters at their right. */
export function footerMarks(
  { footer, leaveUrl }: { readonly footer: readonly string[]; readonly leaveUrl?: string | undefined },
  { book, width }: { readonly book: FontBook; readonly width: number },
): { readonly marks: readonly Mark[]; readonly height: number } {
  const side = leaveUrl === undefined ? 0 : CODE_MM * MM;
  const type = { book, size: SIZE, weight: "regular" } as const;
  const lines = footer.flatMap((text) => wrapLines(text, width - side - (side === 0 ? 0 : SIZE), type));
  const textHeight = lines.length * SIZE * LEADING;
  const height = Math.max(side, textHeight);
  const said = lines
    .map((line, index) => lineMark(line, { x: 0, y: SIZE * (ASCENT + LEADING * index) }, type))
    .map((mark) => moveMark(mark, 0, (height - textHeight) / 2));
  const code = leaveUrl === undefined ? [] : qrBars(leaveUrl, { x: width - side, y: (height - side) / 2, size: side });
  return { marks: [...said, ...code], height };
}
