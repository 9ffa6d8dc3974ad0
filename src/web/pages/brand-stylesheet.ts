import { type Accent, brandAccents } from "./brand-colours.ts";

/** Where the stylesheet of a vendor's colour lies; undefined where the colour is not "#rrggbb". */
export function brandStylesheetPath(colour: string): string | undefined {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `/assets/brand-${colour.slice(1).toLowerCase()}.css` : undefined;
}

/**
 * The vendor's colour over the house's accent. It is a function of the colour alone, so the address says everything and the
 * answer may be cached for ever; the policy of the pages forbids style attributes, so a colour has to be a file.
 */
export function brandStylesheet(hexDigits: string): string | undefined {
  const accents = brandAccents(`#${hexDigits}`);
  if (accents === undefined) return undefined;
  const { light, dark } = accents;
  return `:root{${variables(light)}}@media (prefers-color-scheme:dark){:root{${variables(dark)}}}`;
}

function variables({ accent, onAccent, soft }: Accent): string {
  return `--accent:${accent};--on-accent:${onAccent};--accent-soft:${soft}`;
}
