import {
  area,
  bar,
  berry,
  cream,
  creamDeep,
  type Drawing,
  dot,
  leaf,
  leafDeep,
  line,
  rose,
  row,
  type Shape,
  shade,
  sun,
  turned,
} from "./pencil.ts";

type Cover = { readonly cloth: string; readonly back: string; readonly lean: number };

const plum: Cover = { cloth: "#7c4a5c", back: "#613748", lean: -5 };
const sage: Cover = { cloth: "#6f8a6b", back: "#557052", lean: 4 };
const night: Cover = { cloth: "#3f5a75", back: "#2e455c", lean: -4 };
const brick: Cover = { cloth: "#b5614a", back: "#944a36", lean: 5 };
const paper: Cover = { cloth: "#ead9b4", back: "#cdb98d", lean: -3 };

/** A bound book, upright, with a sign of what is in it. */
const book = ({ cloth, back, lean }: Cover, sign: readonly Shape[]): Drawing => {
  const words = cloth === paper.cloth ? "#7c4a5c" : cream;
  return () => [
    shade(258, 118),
    turned(lean, [
      bar([168, 96, 200, 306, 8], creamDeep),
      bar([354, 102, 10, 294], cream),
      bar([156, 90, 200, 314, 8], cloth),
      bar([156, 90, 28, 314, 8], back),
      bar([214, 122, 112, 12, 6], words),
      bar([234, 146, 72, 8, 4], words),
      ...sign,
    ]),
  ];
};

export const books: Readonly<Record<string, Drawing>> = {
  "A year of small repairs": book(night, [
    `<g transform="rotate(38 270 276)">${bar([260, 224, 20, 142, 8], "#d8b083")}${bar([218, 198, 104, 44, 10], "#c8d0d2")}${area("M322 204l24 16-24 16z", "#c8d0d2")}</g>`,
  ]),
  "Bread without hurry": book(brick, [
    area("M206 322q-16-70 40-78 24-20 48 0 56 8 40 78-4 12-18 12h-92q-14 0-18-12z", "#e9bd7d"),
    line("M240 264l14 26M270 258l14 26M300 266l12 24", cream, 8),
  ]),
  "The patient gardener": book(sage, [
    line("M270 350V250", cream, 10),
    area("M270 284q-62-4-62-58 62 0 62 58z", "#d4e3c0"),
    area("M270 262q0-60 58-66 8 58-58 66z", cream),
    line("M216 352h108", cream, 10),
  ]),
  "Twelve walks": book(paper, [
    dot([310, 222, 24], sun),
    area("M198 340l52-104 36 62 22-34 34 76z", leafDeep),
    area("M250 236l20 38-14 8-12-12-14 14z", cream),
    line("M226 366q40-30 70-8t44-14", "#b5614a", 8),
  ]),
  "Colour at home": book(
    paper,
    [berry, sun, leaf, "#4f7ea0", rose, "#7c4a5c"].map((colour, place) =>
      bar([212 + (place % 2) * 62, 190 + Math.floor(place / 2) * 58, 54, 50, 6], colour),
    ),
  ),
  "Pickles and jams": book(plum, [
    bar([218, 212, 104, 142, 18], "#f2e4e0"),
    bar([226, 252, 88, 94, 12], berry),
    bar([210, 190, 120, 30, 8], sun),
    bar([240, 276, 60, 40, 5], cream),
  ]),
  "Birds of the hedge": book(night, [
    area("M208 272q10-58 66-50 8-26 34-22 22 4 22 24l22 8-24 10q0 66-62 68-26 0-40-14l-36 14q-2-24 18-38z", "#e7c08d"),
    area("M236 274q30-22 58 0-16 34-58 0z", "#b5614a"),
    dot([306, 220, 5], "#2e455c"),
    line("M258 310l-6 32M278 308l2 34M206 346h130", cream, 7),
  ]),
  Mending: book(brick, [
    area("M270 346q-80-50-66-104 12-32 46-18 14 6 20 22 6-16 20-22 34-14 46 18 14 54-66 104z", cream),
    line("M228 256l26 26M254 256l-26 26M286 290l26 26M312 290l-26 26", "#b5614a", 7),
  ]),
  "A room for guests": book(sage, [
    bar([220, 190, 104, 168, 6], cream),
    bar([232, 202, 34, 60, 3], "#cfe0bd"),
    bar([278, 202, 34, 60, 3], "#cfe0bd"),
    bar([232, 276, 34, 70, 3], "#cfe0bd"),
    bar([278, 276, 34, 70, 3], "#cfe0bd"),
    dot([312, 268, 8], "#b5614a"),
  ]),
  "Slow stitches": book(plum, [
    row(25, (place) => {
      const x = 216 + (place % 5) * 23;
      const y = 214 + Math.floor(place / 5) * 26;
      return line(`M${x} ${y}l14 16M${x + 14} ${y}l-14 16`, [6, 8, 11, 12, 13, 17].includes(place) ? rose : cream, 5);
    }),
  ]),
};
