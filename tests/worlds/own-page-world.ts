import { subscribeDevice } from "#customers/push/subscribe-device.ts";
import type { Shelf } from "#messages/content/shelf.ts";
import { addNote } from "#me/site/notes.ts";
import { saveProduct } from "#me/site/saved-products.ts";
import type { OwnWorld } from "./own-world.ts";
import { NOW } from "./reader-world.ts";

const names = [
  "Watering can",
  "Hand-forged spade",
  "Beeswax candles",
  "Seed collection",
  "Oak bench",
  "Copper lantern",
];

const products = names.map((title, index) => ({
  id: index + 1,
  code: `P-${index + 1}`,
  category: index < 3 ? "garden" : "home",
  priceMinor: 1_250 + index * 730,
  currency: "EUR",
  imageUrl: `https://shop.example/pictures/${index}.svg`,
  linkUrl: `https://shop.example/${index}`,
  copy: () => ({ title, body: "" }),
}));

const reasons = [
  { code: "affinity", words: "", data: { category: "garden", signal: "purchase", signalAt: NOW - 9 * 86_400_000 } },
  { code: "popular", words: "", data: {} },
  { code: "trial", words: "", data: {} },
] as const;

/** A shelf that chooses all it has, each for another reason. */
export const ownShelf: Shelf = {
  selector: {
    select: () => ({
      slots: [
        {
          slot: "own-page",
          items: products.map(({ id, code }, index) => ({
            productId: id,
            code,
            slot: "own-page",
            position: index + 1,
            score: 1,
            reason: reasons[index % reasons.length] ?? reasons[1],
            rules: [],
          })),
        },
      ],
    }),
    explain: () => ({ kind: "unknown_product" }),
  },
  productById: new Map(products.map((product) => [product.id, product])),
  idByCode: new Map(products.map(({ id, code }) => [code, id])),
  popularityById: new Map(),
  eventNames: [],
  attributeNames: [],
};

/** Every page of her own site. */
export const ownPaths = [
  "/me",
  "/me/enter",
  "/me/code",
  "/me/picks",
  "/me/messages",
  "/me/saved",
  "/me/notes",
  "/me/data",
  "/me/correct",
  "/me/consents",
  "/me/devices",
  "/me/copy",
  "/me/copy/page",
  "/me/erase",
];

/** Something on every page, for Ada and for Ben. */
export async function fillOwnPage({ store, deps }: OwnWorld): Promise<void> {
  await store.write([
    {
      sql: `insert into product_sets (id, code, category, price_minor, currency, image_url, link_url, launched_at, updated_at)
        select value ->> 0, value ->> 1, 'garden', 1, 'EUR', '', '', 0, 0 from json_each(?)`,
      params: [JSON.stringify(products.map(({ id, code }) => [id, code]))],
    },
    {
      sql: `insert into demographic_facts (customer_id, name, value, at, received_at, source)
        select id, 'household', 'two adults, a cat', ?, 0, 'survey' from customers`,
      params: [NOW],
    },
    {
      sql: `insert into purchases (order_key, customer_id, currency, total_minor, at, received_at, source)
        select 'o' || id, id, 'EUR', 4290, ?, 0, 'point-of-sale' from customers`,
      params: [NOW],
    },
    {
      sql: "insert into affinities (customer_id, category, scaled) select id, 'garden', 1e30 from customers",
      params: [],
    },
    { sql: "update messages set reserved_at = 1, inputs = '{}' where state = 'accepted'", params: [] },
  ]);
  for (const customerId of [1, 2]) {
    for (const label of ["Firefox, Android", "Mobile Safari with a very long name of its own, iOS"]) {
      const name = `${customerId}-${label.length}`;
      const address = { endpoint: `https://web.push.apple.com/${name}`, keys: { p256dh: "", auth: "" } };
      await subscribeDevice(deps, { customerId, address, vapidKey: "0", label });
    }
    await addNote(deps, customerId, { kind: "wish", text: "A red begonia\nfor the balcony", isShared: true });
    await addNote(deps, customerId, { kind: "note", text: "https://a.very.long.example/".repeat(6), isShared: false });
    for (const productCode of ["P-1", "P-2"]) {
      await saveProduct(deps, { customerId, productCode, source: "own-site" });
    }
  }
  await store.write([
    {
      sql: "update push_devices set gone_at = ?, address = null, succeeded_at = ? where label like 'Mobile Safari%'",
      params: [NOW, NOW - 86_400_000],
    },
    {
      sql: "insert into own_saved (customer_id, product_code, saved_at, source) values (1, 'GONE-9', 0, 'own-site')",
      params: [],
    },
  ]);
}
