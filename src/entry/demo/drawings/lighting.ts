import {
  area,
  bar,
  cream,
  type Drawing,
  dot,
  glow,
  ink,
  leafDeep,
  line,
  metalDeep,
  oval,
  row,
  shade,
  sun,
  wood,
  woodDeep,
} from "./pencil.ts";

const lit = "#fff1c9";
const litDeep = "#f5dc9e";
const brass = "#cf9c47";
const brassDeep = "#a97a30";

const candle = (x: number, top: number) =>
  [
    glow(x, top - 26, 60),
    area(`M${x} ${top - 52}q22 26 0 46q-22-20 0-46z`, sun),
    bar([x - 15, top, 30, 340 - top, 4], cream),
    bar([x - 30, 336, 60, 16, 8], brass),
    bar([x - 6, 350, 12, 40], brassDeep),
    bar([x - 40, 388, 80, 16, 8], brass),
  ].join("");

const stake = (x: number, top: number) =>
  [
    glow(x, top + 30, 66),
    bar([x - 5, top + 56, 10, 348 - top], ink),
    bar([x - 22, top, 44, 60, 8], lit),
    area(`M${x - 36} ${top}L${x} ${top - 30}L${x + 36} ${top}z`, brassDeep),
    bar([x - 26, top + 54, 52, 10, 5], brassDeep),
  ].join("");

export const lighting: Readonly<Record<string, Drawing>> = {
  "Reading lamp": ({ main, deep }) => [
    shade(218, 78),
    glow(322, 250, 140),
    line("M210 392V168Q210 110 270 118", brass, 14),
    area("M262 96L330 130L374 206L236 190z", main),
    area("M300 116L330 130L374 206L302 198z", deep),
    area("M240 192L372 208q-30 28-132-16z", lit),
    bar([150, 384, 124, 20, 10], brassDeep),
  ],
  "Paper lantern": () => [
    glow(256, 258, 214),
    line("M256 64V130", "#d9d3c6", 5),
    dot([256, 262, 132], lit),
    area("M256 130a132 132 0 0 1 0 264z", litDeep),
    ...[-88, -44, 0, 44, 88].map((up) => {
      const half = Math.round(Math.sqrt(132 ** 2 - up ** 2));
      return line(`M${256 - half} ${262 + up}q${half} 18 ${half * 2} 0`, "#dcc07f", 4);
    }),
    bar([224, 124, 64, 14, 7], woodDeep),
    bar([224, 388, 64, 14, 7], woodDeep),
  ],
  "Brass pendant": () => [
    glow(256, 320, 160),
    line("M256 60V190", "#d9d3c6", 6),
    bar([236, 178, 40, 34, 8], brassDeep),
    area("M118 320q6-118 138-118t138 118z", brass),
    area("M256 202q132 0 138 118H256z", brassDeep),
    area("M158 306q8-70 74-86-34 34-36 86z", "#e6bf74"),
    oval([256, 322, 138, 16], lit),
    dot([256, 334, 26], "#fffaf0"),
  ],
  "Desk light": ({ main, deep }) => [
    shade(236, 96),
    glow(344, 262, 120),
    line("M236 390L168 270L292 158", metalDeep, 14),
    dot([168, 270, 15], brass),
    area("M282 118L392 190L352 248L250 178z", main),
    area("M336 152L392 190L352 248L300 212z", deep),
    line("M262 190L346 246", lit, 14),
    dot([288, 156, 15], brass),
    bar([150, 384, 172, 20, 10], deep),
  ],
  "Candle holders": () => [shade(256, 158), candle(148, 258), candle(256, 196), candle(364, 286)],
  "Garden lights": () => [
    stake(146, 240),
    stake(256, 176),
    stake(366, 262),
    row(15, (blade) =>
      line(`M${96 + blade * 23} 410l${blade % 2 === 0 ? -7 : 7}-${22 + (blade % 3) * 10}`, leafDeep, 9),
    ),
  ],
  "Wall sconce": () => [
    glow(286, 204, 180),
    bar([150, 190, 40, 180, 20], brass),
    line("M180 290Q286 320 286 246", brassDeep, 14),
    area("M236 120h100l34 126H202z", lit),
    area("M286 120h50l34 126h-84z", litDeep),
    dot([170, 216, 6], brassDeep),
    dot([170, 344, 6], brassDeep),
  ],
  "Bedside lamp": ({ soft, main }) => [
    shade(256, 92),
    glow(256, 210, 180),
    bar([248, 254, 16, 40], brassDeep),
    area("M256 286q84 0 84 62t-48 56h-72q-48 6-48-56t84-62z", main),
    area("M256 286q84 0 84 62t-48 56h-36z", "#b98a36"),
    area("M190 128h132l52 136H138z", lit),
    area("M256 128h66l52 136H256z", litDeep),
    bar([190, 122, 132, 12, 6], soft),
  ],
  "Festoon lights": () => [
    line("M56 150Q256 300 456 150", "#262e35", 7),
    ...[
      [110, 186],
      [182, 216],
      [256, 226],
      [330, 216],
      [402, 186],
    ].map(([x = 0, y = 0]) =>
      [
        glow(x, y + 50, 70),
        bar([x - 11, y, 22, 26, 5], "#262e35"),
        area(`M${x - 12} ${y + 24}q-24 18-18 42q8 22 30 22t30-22q6-24-18-42z`, lit),
        line(`M${x - 8} ${y + 54}l8 12 8-12`, brass, 4),
      ].join(""),
    ),
  ],
  "Floor lamp": ({ main }) => [
    shade(256, 116),
    glow(256, 160, 170),
    line("M256 222L168 398M256 222L344 398", wood, 14),
    line("M256 222V396", woodDeep, 14),
    area("M188 92h136l34 124H154z", lit),
    area("M256 92h68l34 124H256z", litDeep),
    bar([154, 208, 204, 12, 6], main),
  ],
};
