import {
  area,
  bar,
  berry,
  clay,
  clayDeep,
  cream,
  creamDeep,
  type Drawing,
  dot,
  flower,
  leaf,
  leafDeep,
  line,
  oval,
  rose,
  row,
  type Shape,
  shade,
  soil,
  sun,
  type Tones,
  turned,
} from "./pencil.ts";

/** A paper bag with what will grow on its front, and a few seeds before it. */
const packet = ({ main, deep }: Tones, plant: readonly Shape[]): readonly Shape[] => [
  shade(262, 120),
  turned(-3, [
    bar([152, 92, 208, 312, 8], cream),
    area("M344 92h8q8 0 8 8v296q0 8-8 8h-8z", creamDeep),
    bar([152, 92, 208, 44, 8], main),
    bar([152, 128, 208, 8], deep),
    bar([192, 368, 128, 10, 5], creamDeep),
    ...plant,
  ]),
  oval([392, 398, 11, 7], soil),
  oval([418, 404, 11, 7], soil),
  oval([372, 408, 11, 7], soil),
];

const stem = (path: string) => line(path, leafDeep, 9);

const pumpkin = (x: number, y: number, size: number) =>
  [
    oval([x - size * 0.55, y, size * 0.55, size * 0.72], "#dd8440"),
    oval([x + size * 0.55, y, size * 0.55, size * 0.72], "#c86f2f"),
    oval([x, y, size * 0.58, size * 0.8], "#e8954e"),
    line(`M${x} ${y - size * 0.72}q2-${size * 0.3} ${size * 0.26}-${size * 0.34}`, leafDeep, 9),
  ].join("");

const rocketLeaf = (angle: number): Shape => {
  const lobes =
    "M256 352v-40q-34 6-30-22q-30-4-18-34q-22-14-2-40q-8-44 50-60q58 16 50 60q20 26-2 40q12 30-18 34q4 28-30 22z";
  const blade = area(lobes, angle === 0 ? leaf : leafDeep) + line("M256 352V190", "#dfe9cf", 6);
  return `<g transform="rotate(${angle} 256 350)">${blade}</g>`;
};

const herbPot = (x: number, sprig: Shape) =>
  [
    sprig,
    area(`M${x - 44} 320h88l-12 84h-64z`, clay),
    area(`M${x} 320h44l-12 84h-32z`, clayDeep),
    bar([x - 50, 304, 100, 28, 6], clay),
  ].join("");

export const seeds: Readonly<Record<string, Drawing>> = {
  "Wildflower mix": (tones) =>
    packet(tones, [
      stem("M256 350V220M256 340Q220 320 204 262M256 340Q294 320 308 256"),
      flower({ x: 256, y: 206, radius: 46, petals: 8 }, rose, sun),
      flower({ x: 204, y: 252, radius: 36, petals: 7 }, "#7d8fc4", cream),
      flower({ x: 308, y: 246, radius: 36, petals: 6 }, sun, soil),
    ]),
  "Runner beans": (tones) =>
    packet(tones, [
      line("M210 190Q196 270 226 346", leaf, 24),
      line("M262 180Q252 270 274 336", leafDeep, 24),
      line("M308 196Q318 270 296 350", leaf, 24),
      area("M256 186Q210 150 180 186Q214 216 256 186Q300 150 334 182Q300 214 256 186z", leafDeep),
      dot([242, 176, 13], berry),
      dot([266, 168, 13], berry),
    ]),
  "Cherry tomatoes": (tones) =>
    packet(tones, [
      stem("M256 168V330M256 214Q222 214 212 236M256 250Q292 248 302 270M256 300Q226 300 216 314"),
      dot([210, 254, 28], berry),
      dot([304, 288, 28], "#d9654f"),
      dot([216, 332, 26], berry),
      dot([266, 344, 24], "#d9654f"),
      area("M256 190Q300 150 324 190Q290 214 256 190z", leaf),
    ]),
  "Sweet peas": (tones) =>
    packet(tones, [
      stem("M250 352Q256 260 236 180M250 300Q290 270 298 236"),
      ...[
        [236, 188],
        [298, 232],
        [214, 262],
      ].flatMap(([x = 0, y = 0]) => [
        area(`M${x} ${y + 30}q-54-6-44-44q22-26 44 0q22-26 44 0q10 38-44 44z`, rose),
        area(`M${x} ${y + 30}q-24-10-18-30q18-14 36 0q6 20-18 30z`, "#f3c3c6"),
      ]),
    ]),
  "Winter kale": (tones) =>
    packet(tones, [
      ...[
        [256, 198, 40],
        [212, 226, 36],
        [300, 226, 36],
        [200, 276, 34],
        [312, 276, 34],
        [226, 312, 32],
        [286, 312, 32],
      ].map(([x = 0, y = 0, size = 0]) => dot([x, y, size], leafDeep)),
      oval([256, 262, 54, 62], leaf),
      line("M256 360V216M256 300L222 262M256 300L290 262M256 258L236 232M256 258L276 232", "#dfe9cf", 8),
    ]),
  Sunflowers: (tones) =>
    packet(tones, [
      stem("M256 362V260"),
      area("M256 340Q196 336 190 290Q246 292 256 340z", leaf),
      area("M256 350Q312 344 318 304Q266 306 256 350z", leafDeep),
      flower({ x: 256, y: 232, radius: 78, petals: 14 }, sun, "#7a5236"),
    ]),
  Rocket: (tones) => packet(tones, [-24, 0, 24].map(rocketLeaf)),
  Cosmos: (tones) =>
    packet(tones, [
      stem("M256 362Q262 300 230 236M258 346Q296 320 306 300"),
      line("M250 320l-44 6M252 338l46 14", leaf, 6),
      flower({ x: 230, y: 226, radius: 58, petals: 8 }, "#c98bb4", sun),
      flower({ x: 308, y: 288, radius: 40, petals: 8 }, "#e6bcd6", sun),
    ]),
  "Pumpkin trio": (tones) => packet(tones, [pumpkin(216, 232, 48), pumpkin(300, 256, 42), pumpkin(248, 318, 54)]),
  "Herb starter set": () => [
    shade(256, 172),
    herbPot(140, line("M140 306V232M140 280l-26-26M140 280l26-26M140 254l-20-24M140 254l20-24", leaf, 13)),
    herbPot(
      256,
      [
        line("M256 306V190", leafDeep, 8),
        ...[196, 226, 256, 286].map((y) => area(`M256 ${y}q-46-6-44-34q34 0 44 34q10-34 44-34q2 28-44 34z`, leaf)),
      ].join(""),
    ),
    herbPot(
      372,
      row(7, (blade) =>
        line(
          `M${354 + blade * 6} 306Q${340 + blade * 10} 260 ${330 + blade * 14} ${206 + (blade % 3) * 14}`,
          blade % 2 === 0 ? leafDeep : leaf,
          8,
        ),
      ),
    ),
  ],
};
