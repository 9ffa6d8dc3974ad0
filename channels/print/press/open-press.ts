import {
  fill,
  grayscale,
  PDFDocument,
  type PDFFont,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  rectangle,
} from "@cantoo/pdf-lib";
import { create, type Font } from "fontkit";
import type { FontBook } from "#channels/print/layout/font-book.ts";
import type { Layout, Page, Weight } from "#channels/print/layout/page.ts";

/** Two TrueType files of one family. */
export type FontFiles = Readonly<Record<Weight, Uint8Array>>;

/** Fonts that were read once, and what is made with them. */
export type Press = {
  readonly book: FontBook;
  /** The same layout gives the same bytes, on every runtime: no clock, no dice. Fonts are embedded as far as they are used. */
  readonly toPdf: (layout: Layout) => Promise<Uint8Array<ArrayBuffer>>;
};

/** Plain letters, one glyph each: widths are sums, and nothing is joined behind the layout's back. */
const FEATURES = { liga: false, clig: false, calt: false, kern: false, dlig: false, ccmp: false, mark: false };

/** Reads the fonts: some 30 ms of work, so once for a process. Throws for files that are no fonts. */
export function openPress(files: FontFiles): Press {
  const fonts = { regular: openFont(files.regular), bold: openFont(files.bold) };
  return {
    book: fontBook(fonts),
    toPdf: async (layout) => {
      const document = await PDFDocument.create({ updateMetadata: false });
      // It would read the files anew for each document.
      document.registerFontkit(lending(fonts, files));
      document.setTitle(layout.title);
      document.setLanguage(layout.language);
      document.setProducer("jumpstation");
      const embedded = await embedUsed(document, layout, files);
      for (const page of layout.pages) draw(document.addPage([page.width, page.height]), page, embedded);
      return Uint8Array.from(await document.save({ useObjectStreams: true, addDefaultPage: false }));
    },
  };
}

function openFont(file: Uint8Array): Font {
  const font = create(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (!("glyphForCodePoint" in font)) throw new Error("A font file holds one font.");
  return font;
}

/** What pdf-lib asks for a font by its file. */
function lending(
  fonts: Readonly<Record<Weight, Font>>,
  files: FontFiles,
): Parameters<PDFDocument["registerFontkit"]>[0] {
  const lend = (file: Uint8Array) => (file === files.bold ? fonts.bold : fonts.regular);
  return { create: lend };
}

function fontBook(fonts: Readonly<Record<Weight, Font>>): FontBook {
  const widths = { regular: new Map<string, number>(), bold: new Map<string, number>() };
  const widthOf = (character: string, weight: Weight): number => {
    const known = widths[weight].get(character);
    if (known !== undefined) return known;
    const font = fonts[weight];
    const width = font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
    widths[weight].set(character, width);
    return width;
  };
  return {
    widthOf: (text, size, weight) => {
      let sum = 0;
      for (const character of text) sum += widthOf(character, weight);
      return sum * size;
    },
    has: (character) => {
      const point = character.codePointAt(0) ?? 0;
      return fonts.regular.hasGlyphForCodePoint(point) && fonts.bold.hasGlyphForCodePoint(point);
    },
  };
}

type Embedded = Readonly<Partial<Record<Weight, PDFFont>>>;

/** A font without a glyph in use would be an empty file in the document. */
async function embedUsed(document: PDFDocument, { pages }: Layout, files: FontFiles): Promise<Embedded> {
  const used = new Set(
    pages.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === "text" ? mark.weight : []))),
  );
  const embed = (weight: Weight) =>
    document.embedFont(files[weight], { subset: true, features: FEATURES, customName: `JUMPST+${weight}` });
  return {
    ...(used.has("regular") ? { regular: await embed("regular") } : {}),
    ...(used.has("bold") ? { bold: await embed("bold") } : {}),
  };
}

/** All bars of a page are one path: a code has hundreds. PDF counts from the lower left corner. */
function draw(page: PDFPage, { height, marks }: Page, fonts: Embedded): void {
  const bars = marks.flatMap((mark) =>
    mark.kind === "bar" ? [rectangle(mark.x, height - mark.y - mark.height, mark.width, mark.height)] : [],
  );
  if (bars.length > 0) page.pushOperators(pushGraphicsState(), ...bars, fill(), popGraphicsState());
  for (const mark of marks) {
    const font = mark.kind === "text" ? fonts[mark.weight] : undefined;
    if (mark.kind === "text" && font !== undefined) {
      page.drawText(mark.text, { x: mark.x, y: height - mark.y, size: mark.size, font, color: INK });
    }
  }
}

const INK = grayscale(0);
