import { err, ok, type Result } from "#kernel/result.ts";
import { fillFrames } from "./fill-frames.ts";
import { fitAddress } from "./fit-address.ts";
import type { FontBook } from "./font-book.ts";
import { footerMarks } from "./footer-marks.ts";
import type { Letter } from "./letter.ts";
import type { Layout, LayoutFault, Mark } from "./page.ts";
import { MM } from "./page.ts";
import type { LetterPaper } from "./paper.ts";
import { lineMark, moveMark, piecesOf } from "./pieces.ts";
import { printableLetter } from "./printable-letter.ts";

const BODY = 10.5;
const SMALL = 8;
const SENDER_LINE = 6.5;
const RULE = 0.4;
const GAP = 12;

export type LetterJob = {
  readonly paper: LetterPaper;
  readonly book: FontBook;
  /** More than this is refused. */
  readonly maxSheets: number;
};

/** A letter on its sheets: the address in the window, what does not fit on the first page on the next. */
export function layOutLetter(given: Letter, { paper, book, maxSheets }: LetterJob): Result<Layout, LayoutFault> {
  const printable = printableLetter(given, book);
  if (!printable.ok) return printable;
  const { letter, leftOut } = printable.value;
  const address = fitAddress(letter.recipient, paper.address, book);
  if (!address.ok) return address;
  const { left, right, bodyTop, nextTop, bottom } = paper;
  const width = right - left;
  const footer = footerMarks(letter, { book, width });
  const footTop = bottom - footer.height;
  const pieces = letter.body.flatMap((block) => piecesOf(block, { book, width, size: BODY }));
  const bodies = fillFrames(pieces, (index) => {
    const y = index === 0 ? bodyTop : nextTop;
    return { x: left, y, width, height: (index === 0 ? footTop - GAP : bottom) - y };
  });
  if (bodies.length > maxSheets) return err({ code: "too_long", pages: bodies.length });
  const first = [
    ...headMarks(letter, paper, book),
    ...address.value,
    ...footer.marks.map((mark) => moveMark(mark, left, footTop)),
    ...paper.folds.map(foldMark),
  ];
  const pages = bodies.map((body, index) => ({
    width: paper.width,
    height: paper.height,
    marks: [
      ...(index === 0 ? first : []),
      ...body,
      ...(bodies.length === 1 ? [] : [pageNumber(letter, { paper, book }, [index + 1, bodies.length])]),
    ],
  }));
  return ok({ title: letter.title, language: letter.language, pages, sheets: pages.length, leftOut });
}

/** Who writes and when; where the window shows a line above the address, the sender's there too. */
function headMarks(
  { sender, date }: Letter,
  { head, left, right, address, senderLine }: LetterPaper,
  book: FontBook,
): readonly Mark[] {
  const bold = { book, size: 13, weight: "bold" } as const;
  const small = { book, size: SMALL, weight: "regular" } as const;
  const lines = [
    lineMark(cut(sender.name, right - left, bold), { x: left, y: head }, bold),
    lineMark(cut(sender.address, right - left, small), { x: left, y: head + 1.5 * SMALL }, small),
  ];
  const day = { book, size: BODY, weight: "regular" } as const;
  const dated = lineMark(date, { x: right - book.widthOf(date, BODY, "regular"), y: head + 4 * SMALL }, day);
  if (senderLine === undefined) return [...lines, dated];
  const tiny = { book, size: SENDER_LINE, weight: "regular" } as const;
  const words = cut(`${sender.name} · ${sender.address}`, address.width, tiny);
  const rule: Mark = { kind: "bar", x: address.x, y: senderLine + 2, width: address.width, height: RULE };
  return [...lines, dated, lineMark(words, { x: address.x, y: senderLine }, tiny), rule];
}

/** A line that must not run on: what does not fit is cut off, visibly. */
function cut(
  text: string,
  width: number,
  { book, size, weight }: { readonly book: FontBook; readonly size: number; readonly weight: "regular" | "bold" },
): string {
  const fits = (line: string) => book.widthOf(line, size, weight) <= width;
  if (fits(text)) return text;
  let signs = Array.from(text).slice(0, 300);
  while (signs.length > 0 && !fits(`${signs.join("")}…`)) signs = signs.slice(0, -1);
  return `${signs.join("")}…`;
}

function foldMark(y: number): Mark {
  return { kind: "bar", x: 4 * MM, y, width: 4 * MM, height: RULE };
}

function pageNumber(
  { pageWords }: Letter,
  { paper, book }: Pick<LetterJob, "paper" | "book">,
  [page, pages]: readonly [number, number],
): Mark {
  const words = pageWords.replace("{page}", String(page)).replace("{pages}", String(pages));
  const x = paper.right - book.widthOf(words, SMALL, "regular");
  return lineMark(words, { x, y: paper.bottom + 2 * SMALL }, { book, size: SMALL, weight: "regular" });
}
