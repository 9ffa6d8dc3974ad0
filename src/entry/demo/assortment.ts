import type { Random } from "#kernel/random.ts";

/** A simulated shop. Everything in this folder is invented and says so; nothing in it is a person or a trade mark. */
export const vendorName = "Fernhill (simulated)";

type Kind = {
  readonly category: string;
  readonly things: readonly string[];
  readonly fromMinor: number;
  readonly toMinor: number;
};

const KINDS: readonly Kind[] = [
  {
    category: "garden tools",
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
  readonly priceMinor: number;
  readonly marginPercent: number;
  readonly stock: number | null;
};

/** About a hundred product sets in ten categories. */
export function demoProducts(random: Random): readonly DemoProduct[] {
  return KINDS.flatMap(({ category, things, fromMinor, toMinor }) =>
    things.map((title, index) => ({
      code: `${category.slice(0, 3).toUpperCase()}-${String(index + 1).padStart(2, "0")}`,
      category,
      title,
      priceMinor: Math.round((fromMinor + (toMinor - fromMinor) * random.next() ** 2) / 50) * 50 - 5,
      marginPercent: 15 + Math.floor(random.next() * 45),
      stock: random.next() < 0.1 ? 5 + Math.floor(random.next() * 40) : null,
    })),
  );
}

export const categories: readonly string[] = KINDS.map(({ category }) => category);
