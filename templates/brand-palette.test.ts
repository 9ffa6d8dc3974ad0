import fc from "fast-check";
import { expect, test } from "vitest";
import { brandPalette } from "./brand-palette.ts";
import { contrastOf, parseColour, type Rgb } from "./contrast.ts";

const rgb = (colour: string): Rgb => parseColour(colour) ?? [0, 0, 0];
const contrast = (left: string, right: string) => contrastOf(rgb(left), rgb(right));

test("contrast is WCAG's: 21 for black on white, 4.48 for #777 on white", () => {
  expect(contrast("#000", "#fff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "white")).toBeCloseTo(4.48, 2);
});

test("every colour becomes readable on light and dark paper, and so do the words on its buttons", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xff_ff_ff }), (value) => {
      const palette = brandPalette(`#${value.toString(16).padStart(6, "0")}`);
      for (const paper of ["#fffdfa", "#f5f2ed"]) expect(contrast(palette.accent, paper)).toBeGreaterThanOrEqual(4.5);
      for (const paper of ["#2a2825", "#1c1a17"])
        expect(contrast(palette.accentDark, paper)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.onAccentDark, palette.accentDark)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test("a colour that is readable already is kept, and what is no colour becomes a quiet green", () => {
  expect(brandPalette("#2e5d4b").accent).toBe("#2e5d4b");
  expect(brandPalette("red;x").accent).toBe("#2e4a3e");
});
