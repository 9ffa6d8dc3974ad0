import { relight } from "#templates/relight.ts";
import { darkColours, lightColours } from "./colours.ts";
import { contrastOf, hexColour, mixColours, parseHexColour, type Rgb } from "./contrast.ts";

/** The accent colours of one scheme as hex. */
export type Accent = { readonly accent: string; readonly onAccent: string; readonly soft: string };

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** AA asks for 4.5; rounding to whole channels takes a little. */
const ENOUGH = 4.6;

/**
 * A vendor's colour made readable: darkened for the light scheme and lightened for the dark one only as far as contrast
 * (WCAG 2.2 AA) on every ground of that scheme asks. undefined where `colour` is not "#rrggbb".
 */
export function brandAccents(colour: string): { readonly light: Accent; readonly dark: Accent } | undefined {
  const brand = parseHexColour(colour);
  if (brand === undefined) return undefined;
  return {
    light: accentOn(brand, {
      grounds: [lightColours.paper, lightColours.surface, lightColours.sunken],
      towards: "black",
    }),
    dark: accentOn(brand, { grounds: [darkColours.paper, darkColours.surface, darkColours.sunken], towards: "white" }),
  };
}

type Scheme = { readonly grounds: readonly string[]; readonly towards: "black" | "white" };

function accentOn(brand: Rgb, { grounds, towards }: Scheme): Accent {
  const places = grounds.map((ground) => parseHexColour(ground) ?? WHITE);
  const [, surface = WHITE] = places;
  const base = relitUntil(brand, towards, (accent) => places.every((ground) => contrastOf(accent, ground) >= ENOUGH));
  const soft = mixColours(surface, base, 0.1);
  const accent = relitUntil(base, towards, (candidate) => contrastOf(candidate, soft) >= ENOUGH);
  const onAccent = contrastOf(WHITE, accent) >= contrastOf(BLACK, accent) ? WHITE : BLACK;
  return { accent: hexColour(accent), onAccent: hexColour(onAccent), soft: hexColour(soft) };
}

function relitUntil(colour: Rgb, towards: Scheme["towards"], isEnough: (candidate: Rgb) => boolean): Rgb {
  for (let step = 0; step < 50; step += 1) {
    const candidate = relight(colour, towards, step / 50);
    if (isEnough(candidate)) return candidate;
  }
  return towards === "white" ? WHITE : BLACK;
}
