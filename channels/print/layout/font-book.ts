import type { Weight } from "./page.ts";

/** What a layout must know of the fonts. */
export type FontBook = {
  /** In points. */
  widthOf(text: string, size: number, weight: Weight): number;
  /** Both weights have it. */
  has(character: string): boolean;
};
