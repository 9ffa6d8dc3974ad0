import {
  area,
  bar,
  cream,
  creamDeep,
  type Drawing,
  dot,
  line,
  metal,
  metalDeep,
  row,
  shade,
  sun,
  wood,
  woodDeep,
} from "./pencil.ts";

const robe = (body: string, fold: string) => [
  line("M256 96q0-22 18-22", metalDeep, 8),
  line("M256 98L196 132H316z", woodDeep, 10),
  area("M206 124L256 150L306 124L384 168L404 300L356 312L344 250L352 404H160L168 250L156 312L108 300L128 168z", body),
  area("M256 150L306 124L384 168L404 300L356 312L344 250L352 404H256z", fold),
];

const garment = (x: number, length: number, fill: string) =>
  [line(`M${x} 142v18`, metalDeep, 6), area(`M${x - 12} 160h24l28 24v${length}h-80v-${length}z`, fill)].join("");

export const bedroom: Readonly<Record<string, Drawing>> = {
  "Wool blanket": ({ main, deep, soft }) => [
    shade(256, 170),
    ...[0, 1, 2].map((fold) =>
      [
        bar([112 - fold * -8, 328 - fold * 70, 288 - fold * 16, 76, 34], fold === 1 ? soft : main),
        bar([112 - fold * -8, 358 - fold * 70, 288 - fold * 16, 12], fold === 1 ? main : deep),
      ].join(""),
    ),
    row(9, (tassel) => line(`M${140 + tassel * 29} 298v18`, cream, 8)),
    bar([124, 262, 264, 38, 14], cream),
  ],
  "Linen sheets": ({ main, soft }) => [
    shade(256, 158),
    bar([116, 346, 280, 58, 20], cream),
    bar([116, 292, 280, 58, 20], soft),
    bar([116, 238, 280, 58, 20], cream),
    bar([116, 184, 280, 58, 20], creamDeep),
    bar([240, 180, 32, 226], main),
    area("M256 186q-62-54-66-8t66 8q62-54 66-8t-66 8z", main),
    dot([256, 184, 13], soft),
  ],
  "Feather pillow": ({ main, soft }) => [
    shade(256, 150),
    area(
      "M96 232q-10-34 28-30 132 22 264 0 38-4 28 30-22 72 0 138 10 34-28 32-132-18-264 0-38 2-28-32 22-66 0-138z",
      cream,
    ),
    area("M300 212q46-2 88-10 38-4 28 30-22 72 0 138 10 34-28 32-44-6-88-8 34-90 0-182z", creamDeep),
    line("M176 352Q220 250 292 236", main, 7),
    area("M190 328q0-80 102-98-4 80-102 98z", soft),
    line("M186 338Q226 268 288 234", main, 5),
  ],
  "Quilted throw": ({ main, deep, soft }) => [
    shade(256, 148),
    area("M118 140q138-26 276 0v264H118z", main),
    area("M330 132q32 2 64 8v264h-64z", deep),
    row(6, (seam) => line(`M${118 + seam * 55} ${seam % 2 === 0 ? 150 : 136}V396`, soft, 4)),
    row(5, (seam) => line(`M120 ${184 + seam * 50}H392`, soft, 4)),
    row(20, (knot) => dot([145 + (knot % 5) * 55, 209 + Math.floor(knot / 5) * 50, 6], cream)),
  ],
  "Bedside table": ({ main, soft }) => [
    shade(256, 128),
    bar([162, 300, 18, 104], woodDeep),
    bar([332, 300, 18, 104], woodDeep),
    bar([150, 216, 212, 108, 10], wood),
    bar([138, 204, 236, 22, 8], woodDeep),
    bar([170, 242, 172, 60, 6], "#cfa374"),
    dot([256, 272, 10], metalDeep),
    bar([280, 184, 72, 22, 4], main),
    bar([288, 166, 60, 18, 4], soft),
    area("M176 156h56l-6 48h-44z", cream),
    line("M230 166q22 4-2 26", creamDeep, 8),
  ],
  "Blackout curtain": ({ main, deep, soft }) => [
    bar([166, 112, 180, 236, 6], "#2f3a55"),
    dot([272, 178, 30], "#f4e6bd"),
    dot([286, 168, 26], "#2f3a55"),
    dot([216, 226, 4], cream),
    dot([236, 280, 4], cream),
    dot([308, 258, 4], cream),
    ...[104, 300].map((x) =>
      [
        area(`M${x} 100h108v296q-54 18-108 0z`, main),
        bar([x + 22, 100, 16, 302], deep),
        bar([x + 70, 100, 16, 302], deep),
        bar([x + 46, 100, 10, 302], soft),
      ].join(""),
    ),
    bar([84, 88, 344, 18, 9], woodDeep),
    dot([84, 97, 15], wood),
    dot([428, 97, 15], wood),
  ],
  "Cotton robe": ({ main, deep, soft }) => [
    ...robe(soft, main),
    line("M222 134L256 230L290 134", deep, 14),
    line("M166 268H346", deep, 18),
    line("M246 270l-16 66M266 270l12 74", deep, 12),
    bar([186, 314, 44, 46, 6], main),
  ],
  "Rag rug": ({ main, deep, soft }) => [
    area("M150 200H362L430 392H82z", main),
    area("M140 228h232l10 26H130z", cream),
    area("M120 284h272l8 24H112z", soft),
    area("M104 330h304l6 18H98z", deep),
    area("M92 364h328l6 16H86z", cream),
    row(12, (tassel) => line(`M${92 + tassel * 30} 394v18`, creamDeep, 8)),
    row(9, (tassel) => line(`M${158 + tassel * 24.5} 198v-14`, creamDeep, 6)),
  ],
  "Clothes rail": ({ main, deep, soft }) => [
    shade(256, 150),
    line("M128 400V136H384V400", metal, 14),
    line("M96 402h64M352 402h64", metalDeep, 12),
    garment(190, 128, main),
    garment(256, 170, cream),
    garment(322, 110, deep),
    bar([216, 250, 80, 12], soft),
  ],
  "Hot-water bottle": ({ main, deep, soft }) => [
    shade(256, 104),
    bar([230, 88, 52, 26, 10], "#5b5560"),
    area("M226 110h60q-6 40 16 58 62 6 62 74v112q0 50-50 50H198q-50 0-50-50V242q0-68 62-74 22-18 16-58z", main),
    area("M256 110h30q-6 40 16 58 62 6 62 74v112q0 50-50 50h-58z", deep),
    row(5, (rib) => line(`M186 ${226 + rib * 36}q70 22 140 0`, soft, 8)),
    dot([256, 152, 9], sun),
  ],
};
