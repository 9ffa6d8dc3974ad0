import {
  area,
  bar,
  berry,
  cream,
  creamDeep,
  type Drawing,
  dot,
  glow,
  ink,
  line,
  metal,
  metalDeep,
  oval,
  row,
  shade,
  sun,
  wood,
  woodDeep,
} from "./pencil.ts";

const hammer = [bar([-9, -40, 18, 130, 8], wood), bar([-46, -70, 92, 38, 8], metalDeep)].join("");
const driver = [bar([-14, -70, 28, 76, 12], berry), bar([-5, 4, 10, 84, 4], metal)].join("");

const at = (x: number, y: number, shape: string) => `<g transform="translate(${x} ${y})">${shape}</g>`;

const glue = (frame: { readonly x: number; readonly top: number }, fill: string, label: string) => {
  const { x, top } = frame;
  return [
    area(`M${x + 28} ${top}h24l6 40h-36z`, ink),
    area(
      `M${x + 18} ${top + 38}h44q26 16 26 48v${318 - top - 16}q0 16-16 16H${x + 8}q-16 0-16-16V${top + 86}q0-32 26-48z`,
      fill,
    ),
    bar([x, top + 112, 80, 76, 6], label),
    area(`M${x + 40} ${top + 126}q22 26 0 44q-22-18 0-44z`, fill),
  ].join("");
};

export const workshop: Readonly<Record<string, Drawing>> = {
  "Tool roll": ({ main, deep }) => [
    shade(256, 176),
    at(170, 214, hammer),
    at(242, 200, driver),
    at(300, 200, [bar([-14, -56, 28, 70, 10], wood), area("M-10 12h20l-4 80h-12z", metal)].join("")),
    at(
      356,
      206,
      [bar([-7, -60, 14, 150, 6], metalDeep), dot([0, -64, 22], metalDeep), dot([0, -72, 11], "#e9dfd2")].join(""),
    ),
    area("M108 252h296v112q0 20-20 20H128q-20 0-20-20z", main),
    row(3, (seam) => line(`M${206 + seam * 64} 256V380`, deep, 6)),
    bar([108, 246, 296, 18, 6], deep),
    bar([92, 372, 328, 32, 16], deep),
    line("M404 318q40 6 34 50", creamDeep, 12),
  ],
  "Block plane": ({ main, deep }) => [
    shade(256, 160),
    area("M96 372q0-46 48-54l226-8q46 12 46 62z", metal),
    bar([88, 366, 336, 38, 8], metalDeep),
    area("M200 330L286 190l34 20-70 124z", metalDeep),
    area("M330 316q-14-96 40-108 46 8 30 60-8 30 4 48z", wood),
    dot([152, 290, 36], wood),
    bar([140, 312, 24, 20], woodDeep),
    area("M216 312L300 296l22 18-40 10z", main),
    dot([288, 220, 9], deep),
    line("M90 360q-26-8-20-34t36-16", "#e5c79b", 9),
  ],
  "Bench vice": ({ main, deep }) => [
    bar([80, 356, 352, 48, 6], wood),
    bar([80, 356, 352, 12, 6], "#d9b387"),
    bar([206, 268, 186, 46, 6], metalDeep),
    area("M120 190h74v110q0 26-26 26h-48z", main),
    area("M236 190h78v70l34 96H222l14-60z", deep),
    bar([186, 190, 16, 70], metal),
    bar([228, 190, 16, 70], metal),
    bar([74, 276, 56, 30, 8], metal),
    line("M86 216V366", metalDeep, 13),
    dot([86, 212, 13], ink),
    dot([86, 370, 13], ink),
  ],
  "Drill set": ({ main, deep }) => [
    shade(256, 156),
    bar([108, 318, 296, 86, 14], main),
    area("M256 318h134q14 0 14 14v58q0 14-14 14H256z", deep),
    ...[0, 1, 2, 3, 4, 5].map((bit) => {
      const x = 132 + bit * 46;
      const top = 128 + bit * 24;
      const wide = 26 - bit * 3;
      return [
        area(`M${x} ${top + 24}l${wide / 2}-24 ${wide / 2} 24v${296 - top}h-${wide}z`, metal),
        ...[0, 1, 2, 3].map((turn) => line(`M${x + 2} ${top + 50 + turn * 22}l${wide - 4}-14`, metalDeep, 5)),
      ].join("");
    }),
    bar([108, 310, 296, 22, 8], ink),
    row(6, (label) => bar([130 + label * 46, 352, 28, 10, 5], cream)),
  ],
  "Folding rule": ({ main }) => [
    line("M104 372L196 138L270 366L344 150L408 340", sun, 42),
    line("M196 138L270 366", "#d79f36", 42),
    line("M344 150L408 340", "#d79f36", 42),
    row(6, (tick) =>
      line(`M${112 + tick * 14.6} ${326 - tick * 36}l${tick % 2 === 0 ? 22 : 13} ${tick % 2 === 0 ? 9 : 5}`, ink, 5),
    ),
    row(5, (tick) =>
      line(`M${278 + tick * 13} ${306 - tick * 36}l${tick % 2 === 0 ? 20 : 12} ${tick % 2 === 0 ? 8 : 4}`, ink, 5),
    ),
    ...[
      [196, 142],
      [270, 362],
      [344, 154],
    ].map(([x = 0, y = 0]) => dot([x, y, 12], main)),
  ],
  "Work lamp": ({ main, deep }) => [
    shade(256, 126),
    glow(256, 190, 156),
    line("M256 290L170 398M256 290L342 398", ink, 16),
    bar([246, 250, 20, 60], metalDeep),
    bar([142, 108, 228, 164, 24], main),
    area("M256 108h90q24 0 24 24v116q0 24-24 24h-90z", deep),
    bar([164, 130, 184, 120, 12], "#fff3cf"),
    line("M210 130V250M256 130V250M302 130V250M164 190H348", "#cbb27a", 7),
    line("M200 106Q200 70 256 70T312 106", ink, 14),
  ],
  "Wood glue set": ({ main }) => [
    shade(256, 140),
    glue({ x: 120, top: 136 }, sun, cream),
    glue({ x: 226, top: 176 }, main, cream),
    bar([340, 250, 16, 154, 8], wood),
    area("M326 208h44v48q-22 16-44 0z", creamDeep),
    bar([324, 246, 48, 16, 4], metalDeep),
    oval([382, 402, 34, 9], "#f5e2b2"),
  ],
  "Sanding kit": ({ main, deep }) => [
    shade(256, 166),
    `<g transform="rotate(-8 256 330)">${bar([96, 288, 250, 110, 4], "#c99a5f")}${row(18, (grain) => dot([116 + (grain % 6) * 40, 310 + Math.floor(grain / 6) * 32, 3], "#9c7140"))}</g>`,
    `<g transform="rotate(6 256 330)">${bar([170, 296, 240, 108, 4], "#8d7a68")}${row(15, (grain) => dot([190 + (grain % 5) * 46, 316 + Math.floor(grain / 5) * 32, 3], "#6c5b4b"))}</g>`,
    bar([148, 218, 200, 74, 14], wood),
    area("M248 218h86q14 0 14 14v46q0 14-14 14h-86z", woodDeep),
    bar([148, 276, 200, 26, 6], main),
    area("M186 220q10-62 62-62t62 62z", deep),
  ],
  "Apron with pockets": ({ main, deep }) => [
    line("M208 150Q206 78 256 78T304 150", creamDeep, 13),
    line("M146 268l-44 30M366 268l44 30", creamDeep, 13),
    at(210, 246, driver),
    at(298, 250, hammer),
    area("M198 136h116q6 84 56 112v156H142V248q50-28 56-112z", main),
    bar([226, 168, 60, 46, 6], deep),
    bar([166, 284, 84, 96, 8], deep),
    bar([262, 284, 84, 96, 8], deep),
    at(200, 260, [bar([-12, -40, 24, 62, 10], berry)].join("")),
    at(312, 264, [bar([-7, -20, 14, 44, 6], wood), bar([-34, -44, 68, 30, 8], metalDeep)].join("")),
    bar([166, 284, 84, 14, 6], creamDeep),
    bar([262, 284, 84, 14, 6], creamDeep),
    bar([266, 156, 9, 44, 4], sun),
  ],
  Pegboard: ({ main, deep, soft }) => [
    bar([92, 92, 328, 288, 14], woodDeep),
    bar([104, 104, 304, 264, 8], "#e3c9a4"),
    row(63, (hole) => dot([124 + (hole % 9) * 33, 122 + Math.floor(hole / 9) * 38, 4], "#b8956a")),
    at(168, 232, hammer),
    at(242, 226, driver),
    line("M314 176q-22 0-22 24v96", main, 18),
    line("M314 176q22 0 22 24v96", deep, 18),
    dot([314, 206, 12], metal),
    line("M376 178V300", metalDeep, 12),
    dot([376, 172, 18], metalDeep),
    bar([120, 326, 92, 30, 6], soft),
  ],
};
