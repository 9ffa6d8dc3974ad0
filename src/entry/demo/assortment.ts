import type { Random } from "#kernel/random.ts";

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

/** A calm picture of a product: drawn, so that the demo needs nobody's photographs. */
export function productPicture(product: Pick<DemoProduct, "title" | "hue" | "category">): string {
  const { hue } = product;
  const seed = [...product.title].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const tilt = (seed % 30) - 15;
  const shapes = [
    `<rect x="170" y="150" width="172" height="222" rx="26"/><rect x="206" y="104" width="100" height="66" rx="20"/>`,
    `<circle cx="256" cy="262" r="116"/><rect x="238" y="96" width="36" height="80" rx="18"/>`,
    `<path d="M148 372 L196 152 Q256 108 316 152 L364 372 Q256 416 148 372 Z"/>`,
    `<rect x="128" y="212" width="256" height="140" rx="34"/><circle cx="196" cy="372" r="30"/><circle cx="316" cy="372" r="30"/>`,
    `<path d="M256 96 C352 150 364 290 256 404 C148 290 160 150 256 96 Z"/>`,
  ];
  const shape = shapes[seed % shapes.length] ?? "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512" role="img" aria-label="${product.title}">
<defs><linearGradient id="b" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 38% 92%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360} 34% 82%)"/></linearGradient>
<linearGradient id="f" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${hue} 42% 52%)"/><stop offset="1" stop-color="hsl(${(hue + 18) % 360} 46% 36%)"/></linearGradient></defs>
<rect width="512" height="512" fill="url(#b)"/><ellipse cx="256" cy="414" rx="150" ry="20" fill="hsl(${hue} 30% 30% / .18)"/>
<g fill="url(#f)" transform="rotate(${tilt} 256 256)">${shape}</g></svg>`;
}
