import {
  area,
  bar,
  clay,
  clayDeep,
  cream,
  creamDeep,
  type Drawing,
  dot,
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

const bowl = (frame: { readonly x: number; readonly y: number; readonly half: number }, fill: string, rim: string) => {
  const { x, y, half } = frame;
  const deep = Math.round(half * 0.82);
  return [
    area(
      `M${x - half} ${y}h${half * 2}q-6 ${deep} -${half - 30} ${deep}h-60q-${half - 36} 0 -${half - 30}-${deep}z`,
      fill,
    ),
    oval([x, y, half, 16], rim),
  ].join("");
};

const jar = (frame: { readonly x: number; readonly top: number }, food: string, level: number) =>
  [
    bar([frame.x, frame.top, 88, 404 - frame.top, 16], "#dfe8e6"),
    bar([frame.x + 8, level, 72, 396 - level, 10], food),
    bar([frame.x + 12, frame.top + 12, 10, 384 - frame.top, 5], "#f6faf8"),
    bar([frame.x + 6, frame.top - 26, 76, 32, 8], wood),
  ].join("");

export const kitchen: Readonly<Record<string, Drawing>> = {
  "Cast-iron pan": () => [
    shade(232, 128),
    line("M196 258q-14-26 4-48t2-44M248 258q-14-26 4-48t2-44", "#fff", 9),
    bar([324, 312, 136, 28, 14], ink),
    dot([438, 326, 7], "#d9cdbb"),
    area("M104 304h244l-18 84q-4 16-22 16H144q-18 0-22-16z", ink),
    bar([96, 292, 260, 24, 12], "#57534d"),
    oval([226, 300, 74, 12], "#fff6df"),
    oval([232, 297, 26, 9], sun),
  ],
  "Stoneware bowl": ({ soft, deep, main }) => [
    shade(256, 110),
    area("M112 240h288q-6 162-112 162h-64q-106 0-112-162z", cream),
    area("M256 240h144q-6 162-112 162h-32z", creamDeep),
    area("M112 240h288q-2 46-16 74H128q-14-28-16-74z", main),
    area("M256 240h144q-2 46-16 74H256z", deep),
    oval([256, 240, 144, 26], soft),
    oval([256, 246, 118, 16], clayDeep),
  ],
  "Oak board": () => [
    shade(256, 112),
    bar([230, 84, 52, 110, 26], wood),
    dot([256, 112, 11], woodDeep),
    bar([158, 158, 196, 246, 34], wood),
    area("M320 158q34 0 34 34v178q0 34-34 34h-18V158z", "#ad7f51"),
    line("M196 198v164M232 210v150M268 190v180", "#a97c4e", 5),
  ],
  "Pepper mill": () => [
    shade(256, 78),
    dot([256, 110, 22], metalDeep),
    area("M218 196q-14-66 38-66t38 66z", woodDeep),
    bar([210, 192, 92, 18, 9], metal),
    area("M214 210h84q-8 60 8 96 18 44 12 98H194q-6-54 12-98 16-36 8-96z", wood),
    area("M256 210h42q-8 60 8 96 18 44 12 98h-62z", woodDeep),
    bar([188, 388, 136, 18, 9], "#7d5433"),
    dot([350, 400, 6], ink),
    dot([368, 404, 6], ink),
  ],
  "Bread tin": () => [
    shade(256, 146),
    area("M122 286q-18-92 62-100 72-34 144 0 80 8 62 100z", "#d79a55"),
    area("M256 172q40 0 72 14 80 8 62 100H256z", "#c08343"),
    line("M186 212l20 34M244 200l20 36M304 206l18 34", "#f0c88d", 11),
    area("M110 276h292l-24 128H134z", metal),
    area("M256 276h146l-24 128H256z", metalDeep),
    bar([102, 266, 308, 22, 11], "#cfd6d6"),
  ],
  "Copper kettle": ({ soft }) => [
    shade(248, 132),
    line("M168 246Q168 128 250 128Q332 128 332 246", ink, 16),
    area("M328 330q50-14 62-88l30 6q-6 88-84 124z", clayDeep),
    area("M132 404q-16-176 118-176t118 176z", clay),
    area("M250 228q134 0 118 176H250z", clayDeep),
    area("M166 380q-4-110 60-128-40 40-40 128z", soft),
    bar([204, 214, 92, 20, 10], clayDeep),
    dot([250, 204, 15], ink),
  ],
  "Linen apron": ({ main, deep }) => [
    line("M206 150Q206 84 256 84T306 150", deep, 12),
    line("M150 262L96 292M362 262L416 292", deep, 12),
    area("M200 140h112q4 76 54 104v160H146V244q50-28 54-104z", cream),
    area("M312 140q4 76 54 104v160H256V140z", creamDeep),
    bar([200, 140, 112, 16], main),
    bar([194, 286, 124, 78, 10], "#d9c8aa"),
    line("M256 286v78", creamDeep, 6),
    bar([194, 286, 124, 12], main),
  ],
  "Mixing bowls": ({ main, soft }) => [
    shade(256, 90),
    bowl({ x: 256, y: 196, half: 86 }, sun, "#f7d894"),
    bowl({ x: 256, y: 238, half: 118 }, main, soft),
    bowl({ x: 256, y: 282, half: 148 }, cream, "#fffdf8"),
    area("M112 306h288q-4 16-10 30H122q-6-14-10-30z", creamDeep),
  ],
  "Knife block": () => [
    shade(262, 116),
    ...[
      [196, 120],
      [240, 100],
      [284, 120],
    ].map(
      ([x = 0, y = 0]) =>
        `<g transform="rotate(-14 256 256)">${bar([x, y, 28, 120, 12], ink)}${dot([x + 14, y + 28, 4], metal)}${dot([x + 14, y + 60, 4], metal)}</g>`,
    ),
    area("M150 236L322 190l50 214H190z", wood),
    area("M322 190l34 22 44 192h-28z", woodDeep),
    line("M186 262l118-32", woodDeep, 10),
  ],
  "Storage jars": ({ main }) => [
    shade(256, 158),
    jar({ x: 108, top: 226 }, sun, 282),
    jar({ x: 212, top: 164 }, cream, 226),
    jar({ x: 316, top: 256 }, main, 306),
    row(3, (label) => bar([126 + label * 104, [318, 290, 334][label] ?? 320, 52, 34, 5], "#fffdf8")),
  ],
};
