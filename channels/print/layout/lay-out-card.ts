import { err, ok, type Result } from "#kernel/result.ts";
import { fillFrames } from "./fill-frames.ts";
import { fitAddress } from "./fit-address.ts";
import type { FontBook } from "./font-book.ts";
import { footerMarks } from "./footer-marks.ts";
import type { Letter } from "./letter.ts";
import type { Layout, LayoutFault } from "./page.ts";
import type { CardPaper } from "./paper.ts";
import { moveMark, piecesOf } from "./pieces.ts";
import { printableLetter } from "./printable-letter.ts";

const BODY = 9;

/** A card: the message on one side; sender and address on the other. What does not fit on it is refused. */
export function layOutCard(
  given: Letter,
  { paper, book }: { readonly paper: CardPaper; readonly book: FontBook },
): Result<Layout, LayoutFault> {
  const printable = printableLetter(given, book);
  if (!printable.ok) return printable;
  const { letter, leftOut } = printable.value;
  const address = fitAddress(letter.recipient, paper.address, book);
  if (!address.ok) return address;
  const { message, sender } = paper;
  const sides = fillFrames(
    letter.body.flatMap((block) => piecesOf(block, { book, width: message.width, size: BODY })),
    () => message,
  );
  const words = { footer: [letter.sender.name, letter.sender.address, ...letter.footer], leaveUrl: undefined };
  const said = footerMarks(words, { book, width: sender.width });
  const code = footerMarks({ footer: [], leaveUrl: letter.leaveUrl }, { book, width: sender.width });
  if (sides.length > 1 || said.height + code.height > sender.height) {
    return err({ code: "too_long", pages: sides.length + 1 });
  }
  const { width, height } = paper;
  const codeTop = sender.y + sender.height - code.height;
  return ok({
    title: letter.title,
    language: letter.language,
    pages: [
      { width, height, marks: sides[0] ?? [] },
      {
        width,
        height,
        marks: [
          ...said.marks.map((mark) => moveMark(mark, sender.x, sender.y)),
          ...code.marks.map((mark) => moveMark(mark, sender.x, codeTop)),
          ...address.value,
        ],
      },
    ],
    sheets: 1,
    leftOut,
  });
}
