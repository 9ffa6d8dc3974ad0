import { Hono } from "hono";
import type { BehaviourEvent, Visitor } from "#catalogue/pages/behaviour.ts";
import { mountProductPages } from "#catalogue/pages/mount-product-pages.tsx";
import { openCatalogue } from "#catalogue/open-catalogue.ts";
import { productSetWithCode } from "#catalogue/products/product-set.ts";
import { putProductSets } from "#catalogue/products/put-product-sets.ts";
import { putSetting } from "#catalogue/settings.ts";
import { DAY_MS, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { mountAssets } from "#web/pages/assets.ts";
import { freshStore } from "./fresh-store.ts";

const actor = { kind: "operator", id: "op_1", scopes: [] } as const;
const startAt = Date.UTC(2026, 4, 20, 9);

const goods: ReadonlyArray<readonly [code: string, category: string, priceMinor: number, title: string, body: string]> =
  [
    [
      "SPADE-2",
      "Garden tools",
      4_250,
      "Forged border spade",
      "Ash handle, hand-forged blade.\n\nMade for clay: the tread is wide, the edge stays sharp, and the handle is long enough to stand upright with.",
    ],
    ["SHEARS-1", "Garden tools", 2_900, "Bypass shears", "A clean cut up to two centimetres."],
    ["FORK-1", "Garden tools", 3_800, "Digging fork", "Four square tines that lift without cutting roots."],
    ["TROWEL-1", "Garden tools", 1_450, "Narrow trowel", "For bulbs, and for weeds with a tap root."],
    ["LAMP-3", "Lighting", 6_400, "Terrace lantern", "Glows warm for nine hours on a day of sun."],
    ["LAMP-4", "Lighting", 3_900, "Path light, set of four", "Finds dusk by itself."],
    ["CHAIR-1", "Outdoor seating", 18_900, "Folding deck chair", "Oiled acacia, a linen seat that comes off to wash."],
    ["BENCH-1", "Outdoor seating", 32_500, "Two-seat bench", "Takes twenty winters without paint."],
    ["BULB-7", "Seeds and bulbs", 890, "Tulip mix, thirty bulbs", "From the end of April to the end of May."],
  ];

/** The product pages over a simulated garden store. `pictures` is where its pictures lie. */
export async function productsWorld({ pictures = "https://shop.example", isHttps = true, homeUrl = "/products" } = {}) {
  const store = await freshStore();
  const clock = manualClock(startAt);
  const recorded: Array<readonly [Visitor, BehaviourEvent]> = [];
  const faults: unknown[] = [];
  let isRecordingBroken = false;
  await store.write([putSetting("hosts", ["shop.example"], startAt)]);
  const put = async (...given: readonly object[]) => {
    const products = given.map((product) => productSetWithCode.parse(product));
    const result = await putProductSets({ deps: { store, clock }, actor, input: { products, pointer: "/products" } });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    clock.advance(1_000);
  };
  await put(
    ...goods.map(([code, category, priceMinor, title, body], index) => ({
      code,
      category,
      priceMinor,
      currency: "EUR",
      imageUrl: `${pictures}/${code.toLowerCase()}.svg`,
      linkUrl: `https://shop.example/${code}`,
      launchedAt: new Date(startAt - index * DAY_MS).toISOString(),
      copy: [
        { locale: "en", title, body },
        ...(code === "SPADE-2" ? [{ locale: "de", title: "Geschmiedeter Spaten", body: "Für schweren Boden." }] : []),
      ],
    })),
  );
  let count = 0;
  const app = new Hono();
  mountAssets(app);
  mountProductPages(app, {
    catalogue: openCatalogue({ store, clock }),
    brand: async () => ({ name: "Simulated Garden Store", colour: "#2f6b3a", homeUrl }),
    recordBehaviour: async (visitor, event) => {
      if (isRecordingBroken) throw new Error("The store is away.");
      recorded.push([visitor, event]);
    },
    saveProduct: async () => undefined,
    recogniseVisitor: async () => undefined,
    onFault: (cause) => faults.push(cause),
    secret: secretFrom(new Uint8Array(32).fill(7)),
    clock,
    ids: idsFrom(clock, (size) => new Uint8Array(size).fill((count += 1))),
    timer: { after: () => () => undefined },
    isHttps,
  });
  return {
    app,
    clock,
    put,
    recorded,
    faults,
    breakRecording: () => {
      isRecordingBroken = true;
    },
  };
}
