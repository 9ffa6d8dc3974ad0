import { type Box, INCH, MM } from "./page.ts";

export const paperFormats = ["letter-us", "letter-din-a", "letter-din-b", "postcard-us", "postcard-a6"] as const;
export type PaperFormat = (typeof paperFormats)[number];

export type LetterPaper = {
  readonly kind: "letter";
  readonly width: number;
  readonly height: number;
  /** Where the address may stand: it shows in the window however the sheet has slipped in its envelope. */
  readonly address: Box;
  /** Baseline of the sender's own line above it, where the window has room for one. */
  readonly senderLine?: number;
  /** Baseline of the letterhead's first line; its right edge is that of the text. */
  readonly head: number;
  readonly left: number;
  readonly right: number;
  /** Where the text begins on the first page, and on the others. */
  readonly bodyTop: number;
  readonly nextTop: number;
  readonly bottom: number;
  /** Where the sheet is folded: the window's place depends on it. */
  readonly folds: readonly number[];
};

export type CardPaper = {
  readonly kind: "postcard";
  readonly width: number;
  readonly height: number;
  /** What is cut away on each side. */
  readonly bleed: number;
  readonly message: Box;
  readonly address: Box;
  /** Of the address side: for the sender's words. */
  readonly sender: Box;
  /** Of the address side: for address, stamp and the carrier's bars. Nothing but the address stands in it. */
  readonly carrier: Box;
};

const boxOf = (unit: number, [x, y, width, height]: readonly [number, number, number, number]): Box => ({
  x: x * unit,
  y: y * unit,
  width: width * unit,
  height: height * unit,
});

/**
 * US Letter in a #10 window envelope (9.5 × 4.125 in; the window 4.5 × 1.125 in, 0.875 in from the left and 0.5 in from the
 * bottom). Folded first at 3.9375 in, the sheet slips by at most 0.1875 in up and 1 in sideways: what shows at every place of it,
 * less the clearance of 1/8 in that the carrier asks for (USPS DMM 202 §5.7), is 1 to 4.25 in by 2.625 to 3.3125 in.
 */
const letterUs: LetterPaper = {
  kind: "letter",
  width: 8.5 * INCH,
  height: 11 * INCH,
  address: boxOf(INCH, [1, 2.625, 3.25, 0.6875]),
  head: 0.75 * INCH,
  left: INCH,
  right: 7.5 * INCH,
  bodyTop: 4.1 * INCH,
  nextTop: INCH,
  bottom: 10.25 * INCH,
  folds: [3.9375 * INCH, 7.46875 * INCH],
};

/**
 * A4 by DIN 5008:2020: the address field is 85 × 45 mm, 20 mm from the left; its lower 27.3 mm are the recipient's. In a DIN
 * lang envelope (220 × 110 mm; the window 90 × 45 mm, 20 mm from the left and 15 mm from the bottom) a sheet folded to 105 mm
 * slips by at most 5 mm up and 10 mm sideways.
 */
function letterDin(fieldTop: number, folds: readonly number[]): LetterPaper {
  return {
    kind: "letter",
    width: 210 * MM,
    height: 297 * MM,
    address: boxOf(MM, [25, fieldTop + 17.7, 73, 25.3]),
    senderLine: (fieldTop + 16) * MM,
    head: 15 * MM,
    left: 25 * MM,
    right: 190 * MM,
    bodyTop: (fieldTop + 53.46) * MM,
    nextTop: 25 * MM,
    bottom: 282 * MM,
    folds: folds.map((fold) => fold * MM),
  };
}

/** 6 × 4 in with 1/8 in to be cut; address and bars where a carrier's machine looks for them (USPS DMM 202 §2.3). */
const postcardUs: CardPaper = {
  kind: "postcard",
  width: 6.25 * INCH,
  height: 4.25 * INCH,
  bleed: 0.125 * INCH,
  message: boxOf(INCH, [0.375, 0.375, 5.5, 3.5]),
  address: boxOf(INCH, [2.9, 1.875, 2.9, 1.25]),
  sender: boxOf(INCH, [0.375, 0.375, 2.1, 3.5]),
  carrier: boxOf(INCH, [2.65, 0.125, 3.475, 4]),
};

/** 148 × 105 mm with 3 mm to be cut; the right half is the carrier's, its lowest 15 mm free for bars. */
const postcardA6: CardPaper = {
  kind: "postcard",
  width: 154 * MM,
  height: 111 * MM,
  bleed: 3 * MM,
  message: boxOf(MM, [9, 9, 136, 93]),
  address: boxOf(MM, [82, 50, 62, 37]),
  sender: boxOf(MM, [9, 9, 60, 93]),
  carrier: boxOf(MM, [77, 3, 74, 105]),
};

export const papers = {
  "letter-us": letterUs,
  "letter-din-a": letterDin(27, [87, 192]),
  "letter-din-b": letterDin(45, [105, 210]),
  "postcard-us": postcardUs,
  "postcard-a6": postcardA6,
} as const satisfies Readonly<Record<PaperFormat, LetterPaper | CardPaper>>;

export const labelFormats = ["labels-us-30", "labels-a4-21"] as const;
export type LabelFormat = (typeof labelFormats)[number];

export type LabelPaper = {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** The first label. */
  readonly first: Box;
  readonly stepX: number;
  readonly stepY: number;
  /** Kept free inside a label: printers draw a sheet in a little askew. */
  readonly margin: number;
};

/** Sheets as stationers sell them: 30 of 1 × 2⅝ in (the measures of Avery 5160), 21 of 63.5 × 38.1 mm (those of L7160). */
export const labelPapers = {
  "labels-us-30": {
    width: 8.5 * INCH,
    height: 11 * INCH,
    columns: 3,
    rows: 10,
    first: boxOf(INCH, [0.1875, 0.5, 2.625, 1]),
    stepX: 2.75 * INCH,
    stepY: INCH,
    margin: 0.125 * INCH,
  },
  "labels-a4-21": {
    width: 210 * MM,
    height: 297 * MM,
    columns: 3,
    rows: 7,
    first: boxOf(MM, [7.25, 15.15, 63.5, 38.1]),
    stepX: 66 * MM,
    stepY: 38.1 * MM,
    margin: 4 * MM,
  },
} as const satisfies Readonly<Record<LabelFormat, LabelPaper>>;
