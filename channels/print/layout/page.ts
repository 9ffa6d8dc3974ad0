/** A point of typography: 1/72 inch. All lengths are in points, measured from a page's upper left corner, downwards. */
export const MM = 72 / 25.4;
export const INCH = 72;

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type Weight = "regular" | "bold";

export type Mark =
  /** One line of text; `y` is its baseline, `width` as the fonts measure it. */
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly weight: Weight;
      readonly text: string;
      readonly width: number;
    }
  /** A filled rectangle: a rule, a fold mark, a run of a code's modules. */
  | ({ readonly kind: "bar" } & Box);

export type Page = { readonly width: number; readonly height: number; readonly marks: readonly Mark[] };

/** A document before it is a file: the PDF and the picture of a letter are made from the same. */
export type Layout = {
  readonly title: string;
  /** BCP 47 */
  readonly language: string;
  readonly pages: readonly Page[];
  /** Sheets of paper, one page on each. A card has both its sides on one. */
  readonly sheets: number;
  /** Signs without a letter's meaning that the fonts lack, such as emoji: they are left out of the text, and named here. */
  readonly leftOut: readonly string[];
};

/** Why nothing is printed. */
export type LayoutFault =
  /** The address does not fit into the window at the smallest size that machines read. */
  | { readonly code: "address_too_long" }
  /** More pages than a format has. */
  | { readonly code: "too_long"; readonly pages: number }
  /** Letters that the fonts lack: a word without them would be another word. */
  | { readonly code: "not_printable"; readonly characters: readonly string[] };
