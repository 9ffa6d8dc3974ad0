/** Ten bodies of things, in the order of a category's assortment, around the middle of 512 × 512. */
const BODIES: readonly string[] = [
  `<path d="M156 206 H356 L332 400 H180 Z"/>`,
  `<circle cx="256" cy="292" r="112"/>`,
  `<rect x="116" y="232" width="280" height="164" rx="18"/>`,
  `<path d="M256 160 L392 400 H120 Z"/>`,
  `<rect x="196" y="128" width="120" height="276" rx="56"/>`,
  `<path d="M112 236 H400 Q388 400 256 400 Q124 400 112 236 Z"/>`,
  `<rect x="132" y="168" width="108" height="232" rx="14"/><rect x="272" y="248" width="108" height="152" rx="14"/>`,
  `<path d="M256 148 L380 220 V344 L256 408 L132 344 V220 Z"/>`,
  `<rect x="112" y="200" width="288" height="30" rx="12"/><rect x="136" y="230" width="26" height="170"/><rect x="350" y="230" width="26" height="170"/><rect x="162" y="300" width="188" height="18"/>`,
  `<g><circle cx="168" cy="340" r="58"/><circle cx="344" cy="340" r="58"/><circle cx="256" cy="210" r="66"/></g>`,
];

/**
 * What a thing looks like: its own body by its place in the category, with the category's sign on it. Things of one category
 * are told apart by shape alone, without their colours.
 */
export function productDrawing(sign: string, index: number, paper: string): string {
  const body = BODIES[index % BODIES.length] ?? "";
  return `${body}<circle cx="256" cy="306" r="74" fill="${paper}"/><g transform="translate(256 306) scale(.3) translate(-256 -264)">${sign}</g>`;
}
