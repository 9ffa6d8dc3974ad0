import type { Random } from "#kernel/random.ts";
import { productDrawing } from "./product-drawing.ts";

/** A simulated shop. Everything in this folder is invented and says so; nothing in it is a person or a trade mark. */
export const vendorName = "Fernhill (simulated)";

type Kind = {
  readonly category: string;
  readonly hue: number;
  readonly things: readonly string[];
  readonly fromMinor: number;
  readonly toMinor: number;
};

const KINDS: readonly Kind[] = [
  {
    category: "garden tools",
    hue: 140,
    fromMinor: 900,
    toMinor: 7_900,
    things: [
      "Hand fork",
      "Border spade",
      "Secateurs",
      "Watering can",
      "Bulb planter",
      "Garden rake",
      "Leather gloves",
      "Kneeling mat",
      "Potting bench",
      "Pruning saw",
    ],
  },
  {
    category: "seeds",
    hue: 95,
    fromMinor: 250,
    toMinor: 1_900,
    things: [
      "Wildflower mix",
      "Runner beans",
      "Cherry tomatoes",
      "Sweet peas",
      "Winter kale",
      "Sunflowers",
      "Rocket",
      "Cosmos",
      "Pumpkin trio",
      "Herb starter set",
    ],
  },
  {
    category: "kitchen",
    hue: 28,
    fromMinor: 1_200,
    toMinor: 12_900,
    things: [
      "Cast-iron pan",
      "Stoneware bowl",
      "Oak board",
      "Pepper mill",
      "Bread tin",
      "Copper kettle",
      "Linen apron",
      "Mixing bowls",
      "Knife block",
      "Storage jars",
    ],
  },
  {
    category: "lighting",
    hue: 46,
    fromMinor: 2_400,
    toMinor: 18_900,
    things: [
      "Reading lamp",
      "Paper lantern",
      "Brass pendant",
      "Desk light",
      "Candle holders",
      "Garden lights",
      "Wall sconce",
      "Bedside lamp",
      "Festoon lights",
      "Floor lamp",
    ],
  },
  {
    category: "bedroom",
    hue: 262,
    fromMinor: 1_900,
    toMinor: 21_900,
    things: [
      "Wool blanket",
      "Linen sheets",
      "Feather pillow",
      "Quilted throw",
      "Bedside table",
      "Blackout curtain",
      "Cotton robe",
      "Rag rug",
      "Clothes rail",
      "Hot-water bottle",
    ],
  },
  {
    category: "books",
    hue: 350,
    fromMinor: 800,
    toMinor: 3_900,
    things: [
      "A year of small repairs",
      "Bread without hurry",
      "The patient gardener",
      "Twelve walks",
      "Colour at home",
      "Pickles and jams",
      "Birds of the hedge",
      "Mending",
      "A room for guests",
      "Slow stitches",
    ],
  },
  {
    category: "children",
    hue: 200,
    fromMinor: 700,
    toMinor: 8_900,
    things: [
      "Wooden train",
      "Kite",
      "Nature kit",
      "Watercolours",
      "Balance board",
      "Story cards",
      "Little wheelbarrow",
      "Building blocks",
      "Star projector",
      "Puppet stage",
    ],
  },
  {
    category: "outdoor",
    hue: 175,
    fromMinor: 1_500,
    toMinor: 24_900,
    things: [
      "Picnic rug",
      "Fire bowl",
      "Camp stove",
      "Hammock",
      "Enamel mugs",
      "Folding chair",
      "Cool bag",
      "Bird feeder",
      "Rain barrel",
      "Parasol",
    ],
  },
  {
    category: "bath",
    hue: 215,
    fromMinor: 600,
    toMinor: 6_900,
    things: [
      "Bath towels",
      "Olive soap",
      "Cedar mat",
      "Shower caddy",
      "Bath oil",
      "Mirror",
      "Waffle robe",
      "Laundry basket",
      "Toothbrush set",
      "Bath tray",
    ],
  },
  {
    category: "workshop",
    hue: 12,
    fromMinor: 1_100,
    toMinor: 19_900,
    things: [
      "Tool roll",
      "Block plane",
      "Bench vice",
      "Drill set",
      "Folding rule",
      "Work lamp",
      "Wood glue set",
      "Sanding kit",
      "Apron with pockets",
      "Pegboard",
    ],
  },
];

export type DemoProduct = {
  readonly code: string;
  readonly category: string;
  readonly title: string;
  readonly hue: number;
  readonly priceMinor: number;
  readonly marginPercent: number;
  readonly stock: number | null;
};

/** About a hundred product sets in ten categories. */
export function demoProducts(random: Random): readonly DemoProduct[] {
  return KINDS.flatMap(({ category, hue, things, fromMinor, toMinor }) =>
    things.map((title, index) => ({
      code: `${category.slice(0, 3).toUpperCase()}-${String(index + 1).padStart(2, "0")}`,
      category,
      title,
      hue: (hue + index * 5) % 360,
      priceMinor: Math.round((fromMinor + (toMinor - fromMinor) * random.next() ** 2) / 50) * 50 - 5,
      marginPercent: 15 + Math.floor(random.next() * 45),
      stock: random.next() < 0.1 ? 5 + Math.floor(random.next() * 40) : null,
    })),
  );
}

export const categories: readonly string[] = KINDS.map(({ category }) => category);

/** One simple sign for each category, within 512 × 512. */
const SIGNS: Readonly<Record<string, string>> = {
  "garden tools": `<rect x="246" y="92" width="20" height="190" rx="10"/><rect x="222" y="84" width="68" height="24" rx="12"/><path d="M206 270 H306 V336 Q306 404 256 420 Q206 404 206 336 Z"/>`,
  seeds: `<path d="M256 408 V262" stroke-width="18" stroke="url(#f)" fill="none"/><path d="M256 282 C176 282 148 222 148 164 C228 164 256 224 256 282 Z"/><path d="M256 244 C256 176 300 128 370 128 C370 198 326 244 256 244 Z"/>`,
  kitchen: `<path d="M132 218 H336 V292 Q336 374 254 374 H214 Q132 374 132 292 Z"/><rect x="330" y="232" width="116" height="26" rx="13"/><rect x="120" y="196" width="228" height="28" rx="14"/>`,
  lighting: `<path d="M190 116 H322 L362 262 H150 Z"/><rect x="247" y="262" width="18" height="118"/><rect x="186" y="376" width="140" height="24" rx="12"/>`,
  bedroom: `<path d="M150 196 Q150 156 196 164 Q256 178 316 164 Q362 156 362 196 Q350 256 362 316 Q362 356 316 348 Q256 334 196 348 Q150 356 150 316 Q162 256 150 196 Z"/>`,
  books: `<path d="M256 168 Q196 128 116 148 V360 Q196 342 256 382 Z"/><path d="M256 168 Q316 128 396 148 V360 Q316 342 256 382 Z" opacity=".8"/>`,
  children: `<rect x="132" y="248" width="160" height="90" rx="16"/><rect x="232" y="168" width="96" height="170" rx="16"/><rect x="150" y="196" width="36" height="60" rx="10"/><circle cx="180" cy="352" r="34"/><circle cx="290" cy="352" r="34"/>`,
  outdoor: `<path d="M256 122 L404 372 H292 L256 292 L220 372 H108 Z"/>`,
  bath: `<path d="M118 250 H394 V282 Q394 366 316 374 H196 Q118 366 118 282 Z"/><path d="M150 250 V176 Q150 138 186 138 Q220 138 222 172" fill="none" stroke="url(#f)" stroke-width="18"/><circle cx="300" cy="204" r="20"/><circle cx="346" cy="172" r="13"/>`,
  workshop: `<rect x="150" y="128" width="212" height="74" rx="20"/><rect x="236" y="196" width="40" height="206" rx="18"/>`,
};

/** A calm picture of a product: drawn, so that the demo needs nobody's photographs. */
export function productPicture(product: Pick<DemoProduct, "title" | "hue" | "category">): string {
  const { hue, title, category } = product;
  const seed = Array.from(title).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const tilt = (seed % 14) - 7;
  const index = KINDS.find((kind) => kind.category === category)?.things.indexOf(title) ?? 0;
  const drawing = productDrawing(SIGNS[category] ?? "", Math.max(0, index), `hsl(${hue} 38% 94%)`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512" role="img" aria-label="${title}">
<defs><linearGradient id="b" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 38% 92%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360} 34% 82%)"/></linearGradient>
<linearGradient id="f" gradientUnits="userSpaceOnUse" x1="0" y1="90" x2="0" y2="420"><stop offset="0" stop-color="hsl(${hue} 42% 52%)"/><stop offset="1" stop-color="hsl(${(hue + 18) % 360} 46% 34%)"/></linearGradient></defs>
<rect width="512" height="512" fill="url(#b)"/><ellipse cx="256" cy="428" rx="150" ry="16" fill="hsl(${hue} 30% 30% / .16)"/>
<g fill="url(#f)" transform="rotate(${tilt} 256 256)">${drawing}</g></svg>`;
}
