/** Red, green, blue: 0 … 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** WCAG 2.2, success criterion 1.4.3: the least contrast of text. */
export const TEXT_CONTRAST = 4.5;

const keywords = new Map<string, Rgb>([
  ["white", [255, 255, 255]],
  ["black", [0, 0, 0]],
]);

/** `#rgb`, `#rrggbb`, white and black; undefined for anything else. */
export function parseColour(text: string): Rgb | undefined {
  const colour = text.trim().toLowerCase();
  const known = keywords.get(colour);
  if (known !== undefined) return known;
  const [, short, long] = /^#(?:([\da-f]{3})|([\da-f]{6}))$/.exec(colour) ?? [];
  const digits = long ?? short?.replaceAll(/./g, "$&$&");
  if (digits === undefined) return undefined;
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function hexOf(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, contrast ratio: 1 … 21. */
export function contrastOf(left: Rgb, right: Rgb): number {
  const [dark, light] = [luminance(left), luminance(right)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
