import { ASCENT } from "./fit-address.ts";
import type { FontBook } from "./font-book.ts";
import type { Block } from "./letter.ts";
import { type Mark, MM } from "./page.ts";
import { qrBars } from "./qr-bars.ts";
import { type Type, wrapLines } from "./wrap-lines.ts";

/** What is never torn apart by the end of a page: a line, a row, a code. Its marks stand at 0, 0. */
export type Piece = {
  readonly height: number;
  /** Room above it, which falls away at the head of a page. */
  readonly before: number;
  readonly marks: readonly Mark[];
};

export type Column = {
  readonly book: FontBook;
  readonly width: number;
  /** Of the running text. */
  readonly size: number;
};

const LEADING = 1.4;
const CODE_MM = 26;
const PRICE_GAP = 12;

/** A block as the pieces that it falls into. */
export function piecesOf(block: Block, column: Column): readonly Piece[] {
  const { size } = column;
  switch (block.kind) {
    case "heading":
      return spaced(textPieces(block.text, column, { size: size * 1.35, weight: "bold" }), size);
    case "paragraph": {
      const lines = block.text.split("\n");
      return spaced(
        lines.flatMap((line) => textPieces(line, column, { size, weight: "regular" })),
        size * 0.7,
      );
    }
    case "item":
      return spaced(itemPieces(block, column), size * 0.4);
    case "code":
      return [codePiece(block, column)];
  }
}

function spaced(pieces: readonly Piece[], before: number): readonly Piece[] {
  return pieces.map((piece, index) => (index === 0 ? { ...piece, before } : piece));
}

function textPieces(text: string, { book, width }: Column, type: Type): readonly Piece[] {
  return wrapLines(text, width, { ...type, book }).map((line) => ({
    height: type.size * LEADING,
    before: 0,
    marks: line === "" ? [] : [lineMark(line, { x: 0, y: type.size * ASCENT }, { ...type, book })],
  }));
}

/** One line of text as a mark, its baseline at `y`. */
export function lineMark(
  text: string,
  at: { readonly x: number; readonly y: number },
  { book, size, weight }: Type & { readonly book: FontBook },
): Mark {
  return { kind: "text", ...at, size, weight, text, width: book.widthOf(text, size, weight) };
}

/** The price stands at the right, on the line where the name begins. */
function itemPieces({ name, price }: { readonly name: string; readonly price: string }, column: Column) {
  const { book, width, size } = column;
  const priceWidth = book.widthOf(price, size, "bold");
  const isOwnLine = priceWidth > width / 2;
  const nameWidth = isOwnLine || price === "" ? width : width - priceWidth - PRICE_GAP;
  const names = textPieces(name, { ...column, width: nameWidth }, { size, weight: "regular" });
  if (price === "") return names;
  if (isOwnLine) return [...names, ...textPieces(price, column, { size, weight: "bold" })];
  const mark = lineMark(price, { x: width - priceWidth, y: size * ASCENT }, { book, size, weight: "bold" });
  return names.map((piece, index) => (index === 0 ? { ...piece, marks: [...piece.marks, mark] } : piece));
}

/** The code at the left, beside it the words and the address to type. */
function codePiece({ url, words }: { readonly url: string; readonly words: string }, column: Column): Piece {
  const { book, size, width } = column;
  const side = Math.min(CODE_MM * MM, width / 3);
  const x = side + size;
  const beside = { ...column, width: width - x };
  const said = textPieces(words, beside, { size, weight: "bold" });
  const typed = textPieces(typedAddress(url), beside, { size: size * 0.8, weight: "regular" });
  let y = 0;
  const marks = [...said, ...typed].flatMap((piece) => {
    const placed = piece.marks.map((mark) => moveMark(mark, x, y));
    y += piece.height;
    return placed;
  });
  const height = Math.max(side, y);
  const centred = marks.map((mark) => moveMark(mark, 0, (height - y) / 2));
  return {
    height,
    before: book.widthOf("n", size, "regular"),
    marks: [...qrBars(url, { x: 0, y: 0, size: side }), ...centred],
  };
}

/** Nobody types a scheme. */
function typedAddress(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

export function moveMark(mark: Mark, x: number, y: number): Mark {
  return { ...mark, x: mark.x + x, y: mark.y + y };
}
