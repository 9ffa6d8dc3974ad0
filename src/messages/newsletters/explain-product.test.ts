import { describe, expect, it } from "vitest";
import { prepareSelector } from "#content/select.ts";
import type { ProductSet } from "#content/product.ts";
import type { ShelfSource } from "#messages/content/shelf.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { readerWorld } from "#tests/worlds/reader-world.ts";
import { explainProduct } from "./explain-product.ts";

const product = (id: number, code: string, category: string): ProductSet => ({
  id,
  code,
  category,
  priceMinor: 1_000,
  currency: "EUR",
  tags: [],
  attributes: {},
  isRepurchasable: false,
  launchedAt: 0,
});

async function world() {
  const { deps, store } = await readerWorld(await freshStore());
  await store.write([
    { sql: `update newsletters set slots = '[{"name":"picks","size":1}]'`, params: [] },
    { sql: "insert into affinities (customer_id, category, scaled) values (1, 'garden', 1e30)", params: [] },
    {
      sql: `insert into purchase_lines (order_key, line_no, customer_id, at, product_code, quantity_milli, amount_minor)
        values ('o', 1, 1, 1, 'HOSE', 1000, 1)`,
      params: [],
    },
  ]);
  const products = [product(1, "SPADE", "garden"), product(2, "LAMP", "lighting"), product(3, "HOSE", "garden")];
  const shelf: ShelfSource = async (slots) => {
    const vocabulary = { customer: {}, product: {}, context: {} };
    const selector = prepareSelector({ products, rules: [], slots, vocabulary });
    if (!selector.ok) throw new Error("The selector was refused.");
    return {
      selector: selector.value,
      productById: new Map(),
      idByCode: new Map(products.map(({ code, id }) => [code, id])),
      popularityById: new Map(),
      eventNames: [],
      attributeNames: [],
    };
  };
  return explainProduct({ store, clock: deps.clock, shelf });
}

describe("why a product set is in a message, or is not", () => {
  it("is asked of the selector itself, with what the customer did", async () => {
    const explain = await world();
    expect(await explain({ messageNumber: 1, productCode: "SPADE" })).toMatchObject({
      kind: "chosen",
      item: { slot: "picks", reason: { code: "affinity" } },
    });
    expect(await explain({ messageNumber: 1, productCode: "LAMP" })).toMatchObject({
      kind: "not_chosen",
      bySlot: [{ slot: "picks", cause: { code: "outranked" } }],
    });
    expect(await explain({ messageNumber: 1, productCode: "HOSE" })).toMatchObject({ cause: { code: "bought" } });
  });

  it("an unknown code and an unknown message are told apart", async () => {
    const explain = await world();
    expect(await explain({ messageNumber: 1, productCode: "NONE" })).toEqual({ kind: "unknown_product" });
    expect(await explain({ messageNumber: 999, productCode: "SPADE" })).toBeUndefined();
  });
});
