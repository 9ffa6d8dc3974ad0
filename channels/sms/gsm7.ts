/** The default alphabet of 3GPP TS 23.038 §6.2.1, in the order of its codes; ESC (0x1B) stands for nothing by itself. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ" +
  "ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
  "¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** Its extension table (§6.2.1.1): each is an escape and a second septet. */
const EXTENDED = "\f^{}\\[~]|€";

const septets = new Map<string, 1 | 2>([
  ...Array.from(BASIC, (character) => [character, 1] as const),
  ...Array.from(EXTENDED, (character) => [character, 2] as const),
]);

/** How many septets a character takes; undefined where the alphabet has none for it. */
export function septetsOf(character: string): 1 | 2 | undefined {
  return septets.get(character);
}
