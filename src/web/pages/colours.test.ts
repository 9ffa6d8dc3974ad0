import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brandAccents } from "./brand-colours.ts";
import { type ColourName, darkColours, lightColours, markPairs, textPairs } from "./colours.ts";
import { contrastOf, parseHexColour, type Rgb } from "./contrast.ts";

function rgb(text: string): Rgb {
  const colour = parseHexColour(text);
  if (colour === undefined) throw new Error(`${text} is no colour`);
  return colour;
}

const schemes = { light: lightColours, dark: darkColours };

function weakPairs(pairs: ReadonlyArray<readonly [ColourName, ColourName]>, least: number): readonly string[] {
  return Object.entries(schemes).flatMap(([scheme, colours]) =>
    pairs
      .map(([front, ground]) => ({ front, ground, ratio: contrastOf(rgb(colours[front]), rgb(colours[ground])) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ front, ground, ratio }) => `${scheme}: ${front} on ${ground} has ${ratio.toFixed(2)}`),
  );
}

describe("the colours of the pages", () => {
  it("black on white has the contrast 21, as WCAG says", () => {
    expect(contrastOf([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
  });

  it("text is readable on every ground that it stands on, in both schemes (4.5)", () => {
    expect(weakPairs(textPairs, 4.5)).toEqual([]);
  });

  it("borders of controls, marks and the focus ring are visible in both schemes (3)", () => {
    expect(weakPairs(markPairs, 3)).toEqual([]);
  });

  it("whatever colour a vendor has, its links and buttons are readable in both schemes", () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const hex = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
        const accents = brandAccents(hex);
        if (accents === undefined) throw new Error(`${hex} was refused`);
        for (const scheme of ["light", "dark"] as const) {
          const { accent, onAccent, soft } = accents[scheme];
          const { paper, surface, sunken, ink, quiet } = schemes[scheme];
          for (const ground of [paper, surface, sunken, soft]) {
            expect(contrastOf(rgb(accent), rgb(ground))).toBeGreaterThanOrEqual(4.5);
          }
          expect(contrastOf(rgb(onAccent), rgb(accent))).toBeGreaterThanOrEqual(4.5);
          expect(contrastOf(rgb(ink), rgb(soft))).toBeGreaterThanOrEqual(4.5);
          expect(contrastOf(rgb(quiet), rgb(soft))).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
  });

  it("a colour that changes nothing about readability stays as it is", () => {
    expect(brandAccents("#0a6250")?.light.accent).toBe("#0a6250");
  });

  it("what is no colour is not guessed at", () => {
    expect(brandAccents("teal")).toBeUndefined();
    expect(brandAccents("#fff")).toBeUndefined();
  });
});
