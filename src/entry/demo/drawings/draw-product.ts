import { bath } from "./bath.ts";
import { bedroom } from "./bedroom.ts";
import { books } from "./books.ts";
import { children } from "./children.ts";
import { gardenTools } from "./garden-tools.ts";
import { kitchen } from "./kitchen.ts";
import { lighting } from "./lighting.ts";
import { outdoor } from "./outdoor.ts";
import { bar, type Drawing, type Tones } from "./pencil.ts";
import { seeds } from "./seeds.ts";
import { workshop } from "./workshop.ts";

type Room = { readonly tones: Tones; readonly drawings: Readonly<Record<string, Drawing>> };

/** Where the things of a category stand: colours of one family, so that a page of all of them is calm. */
const ROOMS: Readonly<Record<string, Room>> = {
  "garden tools": {
    tones: { wall: "#e3e9d8", floor: "#bba789", main: "#5f8d63", deep: "#44704c", soft: "#a8c59f" },
    drawings: gardenTools,
  },
  seeds: {
    tones: { wall: "#eaecd3", floor: "#b59c7c", main: "#7fa064", deep: "#5f8049", soft: "#c5d6a8" },
    drawings: seeds,
  },
  kitchen: {
    tones: { wall: "#f2e3d2", floor: "#c4a37f", main: "#bf6d4d", deep: "#9c5237", soft: "#e7b896" },
    drawings: kitchen,
  },
  lighting: {
    tones: { wall: "#566571", floor: "#3f4b55", main: "#d3a045", deep: "#ab7c2e", soft: "#f0d694" },
    drawings: lighting,
  },
  bedroom: {
    tones: { wall: "#e8e2ec", floor: "#b3a3a8", main: "#8d7fab", deep: "#6d5f8b", soft: "#cbc1dc" },
    drawings: bedroom,
  },
  books: {
    tones: { wall: "#f1e1de", floor: "#b2907f", main: "#7c4a5c", deep: "#613748", soft: "#d9b3b8" },
    drawings: books,
  },
  children: {
    tones: { wall: "#dcebf0", floor: "#cdb28e", main: "#5f9dbd", deep: "#417a99", soft: "#b7d7e3" },
    drawings: children,
  },
  outdoor: {
    tones: { wall: "#dcecea", floor: "#9fb28a", main: "#519187", deep: "#3a6e66", soft: "#a5cbc3" },
    drawings: outdoor,
  },
  bath: {
    tones: { wall: "#dfe8ee", floor: "#a9b8bf", main: "#6f99b6", deep: "#517b98", soft: "#bdd4e2" },
    drawings: bath,
  },
  workshop: {
    tones: { wall: "#eae0d3", floor: "#a5825f", main: "#b35f45", deep: "#8f4833", soft: "#dda88f" },
    drawings: workshop,
  },
};

/** The names of the things that have a drawing of their own, by category. */
export const drawnThings: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(ROOMS).map(([category, { drawings }]) => [category, Object.keys(drawings)]),
);

export type DrawnProduct = { readonly category: string; readonly title: string };

/** A still life of 512 × 512 as SVG: wall, floor and the thing; undefined for what nobody has drawn. */
export function drawProduct({ category, title }: DrawnProduct): string | undefined {
  const room = ROOMS[category];
  const draw = room?.drawings[title];
  if (room === undefined || draw === undefined) return undefined;
  const { tones } = room;
  const ground = bar([0, 0, 512, 512], tones.wall) + bar([0, 368, 512, 144], tones.floor);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512" role="img" aria-label="${title}">${ground}${draw(tones).join("")}</svg>`;
}
