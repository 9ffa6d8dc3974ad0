import { contrastOf, hexOf, parseColour, TEXT_CONTRAST, type Rgb } from "./contrast.ts";
import { relight } from "./relight.ts";

/** A vendor's one colour, made readable everywhere it is used. All `#rrggbb`. */
export type BrandPalette = {
  /** For words and buttons on light paper. */
  readonly accent: string;
  /** For words on a button of `accent`. */
  readonly onAccent: string;
  /** For words and buttons on dark paper. */
  readonly accentDark: string;
  /** For words on a button of `accentDark`. */
  readonly onAccentDark: string;
};

/** The papers of the mails, by day and by night: neither is pure, since pure pairs dazzle and are inverted by some readers. */
const LIGHT_PAPER: Rgb = [245, 242, 237];
const DARK_PAPER: Rgb = [42, 40, 37];
const LIGHT_INK: Rgb = [255, 253, 250];
const DARK_INK: Rgb = [28, 26, 23];
const NEUTRAL: Rgb = [46, 74, 62];

/**
 * Keeps the colour where its contrast is enough (4.5:1), and moves it towards black or white in small steps where it isn't.
 * Anything but `#rgb` or `#rrggbb` gives a neutral green.
 */
export function brandPalette(colour: string): BrandPalette {
  const brand = parseColour(colour) ?? NEUTRAL;
  const accent = until(brand, LIGHT_PAPER, "black");
  const accentDark = until(brand, DARK_PAPER, "white");
  return {
    accent: hexOf(accent),
    onAccent: hexOf(inkOn(accent)),
    accentDark: hexOf(accentDark),
    onAccentDark: hexOf(inkOn(accentDark)),
  };
}

function until(colour: Rgb, paper: Rgb, towards: "black" | "white"): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const [red, green, blue] = relight(colour, towards, share);
    const rounded: Rgb = [Math.round(red), Math.round(green), Math.round(blue)];
    if (contrastOf(rounded, paper) >= TEXT_CONTRAST) return rounded;
  }
  return towards === "white" ? [255, 255, 255] : [0, 0, 0];
}

function inkOn(paper: Rgb): Rgb {
  return contrastOf(LIGHT_INK, paper) >= contrastOf(DARK_INK, paper) ? LIGHT_INK : DARK_INK;
}
