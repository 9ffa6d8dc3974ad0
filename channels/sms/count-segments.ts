import { septetsOf } from "./gsm7.ts";

export type SmsSize = {
  readonly encoding: "gsm7" | "ucs2";
  /** Septets of GSM 7, or UTF-16 code units: what the limits are told in. */
  readonly units: number;
  /** Parts that are sent and paid for; 0 for an empty text. */
  readonly segments: number;
};

/** One message alone, and each part of a longer one, whose header takes six octets (3GPP TS 23.040 §9.2.3.24.1). */
const limits = { gsm7: { whole: 160, part: 153 }, ucs2: { whole: 70, part: 67 } } as const;

/**
 * Encoding and parts of a text (3GPP TS 23.038, 23.040): GSM 7 where every character is in it, else UCS-2. Neither an escape
 * and its character nor the two halves of a surrogate pair are parted, so a part may end one unit early.
 */
export function countSegments(text: string): SmsSize {
  const gsm = unitsOf(text, septetsOf);
  const encoding = gsm === undefined ? "ucs2" : "gsm7";
  const sizes = gsm ?? Array.from(text, (character) => character.length);
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { whole, part } = limits[encoding];
  if (units <= whole) return { encoding, units, segments: units === 0 ? 0 : 1 };
  return { encoding, units, segments: partsOf(sizes, part) };
}

/** The size of each character; undefined where one has none. */
function unitsOf(text: string, sizeOf: (character: string) => number | undefined): readonly number[] | undefined {
  const sizes: number[] = [];
  for (const character of text) {
    const size = sizeOf(character);
    if (size === undefined) return undefined;
    sizes.push(size);
  }
  return sizes;
}

function partsOf(sizes: readonly number[], limit: number): number {
  let parts = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > limit) {
      parts += 1;
      filled = 0;
    }
    filled += size;
  }
  return parts;
}
