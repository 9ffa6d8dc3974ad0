type Rgb = readonly [red: number, green: number, blue: number];

const FULL = 255;
/** A colour that is almost black has a hue by accident: its light form must not shout it. */
const MOST_GROWTH = 2.2;

/**
 * The colour moved `share` of the way towards black or white with its hue and its saturation kept (lightness, saturation and
 * chroma as in HSL). Mixing with white instead leaves a dull colour half way. Channels 0 to 255, not rounded.
 */
export function relight(colour: Rgb, towards: "black" | "white", share: number): Rgb {
  const low = Math.min(...colour);
  const chroma = Math.max(...colour) - low;
  const lightness = low + chroma / 2;
  const moved = lightness + ((towards === "white" ? FULL : 0) - lightness) * share;
  const most = roomFor(lightness);
  const saturation = most === 0 ? 0 : chroma / most;
  const chromaThere = Math.min(saturation * roomFor(moved), chroma * MOST_GROWTH);
  const part = (channel: number) =>
    moved - chromaThere / 2 + (chroma === 0 ? 0 : ((channel - low) / chroma) * chromaThere);
  return [part(colour[0]), part(colour[1]), part(colour[2])];
}

/** The widest chroma that a lightness has room for. */
function roomFor(lightness: number): number {
  return FULL - Math.abs(2 * lightness - FULL);
}
