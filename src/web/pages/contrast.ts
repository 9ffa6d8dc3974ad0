/** A colour as three channels of sRGB, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** "#0a6250" → channels; undefined for anything else. */
export function parseHexColour(text: string): Rgb | undefined {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (found === null) return undefined;
  const [, red = "", green = "", blue = ""] = found;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

export function hexColour(colour: Rgb): string {
  return `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** `share` of `other` mixed into `colour`, per sRGB channel. */
export function mixColours(colour: Rgb, other: Rgb, share: number): Rgb {
  const mix = (index: 0 | 1 | 2) => colour[index] + (other[index] - colour[index]) * share;
  return [mix(0), mix(1), mix(2)];
}

/** Contrast ratio from 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance"). */
export function contrastOf(left: Rgb, right: Rgb): number {
  const [a, b] = [luminanceOf(left), luminanceOf(right)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminanceOf(colour: Rgb): number {
  const [red, green, blue] = colour.map(linear) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
