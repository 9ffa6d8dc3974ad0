import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { loadReaders } from "./load-readers.ts";

const NOW = Date.UTC(2026, 10, 22);

async function world() {
  const store = await freshStore();
  await store.write([
    sql`insert into customers (code, created_at, updated_at) values ('ada', 0, 0)`,
    sql`insert into purchases (order_key, customer_id, currency, total_minor, at, received_at, source)
      values ('o1', 1, 'EUR', 100, ${NOW - 2 * DAY_MS}, ${NOW - DAY_MS}, 'shop')`,
    sql`insert into purchase_lines (order_key, line_no, customer_id, at, product_code, category, quantity_milli, amount_minor)
      values ('o1', 1, 1, ${NOW - 2 * DAY_MS}, 'HOSE', 'garden', 1000, 100)`,
    sql`insert into events (message_id, customer_id, kind, name, category, at, received_at, source)
      values ('m1', 1, 'track', 'purchase', 'garden', ${NOW - 2 * DAY_MS}, ${NOW - DAY_MS}, 'shop'),
        ('m2', 1, 'track', 'Product Viewed', 'garden', ${NOW - 2 * DAY_MS}, ${NOW - DAY_MS}, 'web')`,
  ]);
  return async (over: { now?: number; past?: { without?: string } } = {}) => {
    const eventNames = ["purchase", "Product Viewed"];
    const readers = await loadReaders(store, { customerIds: [1], now: NOW, eventNames, attributeNames: [], ...over });
    const reader = readers.get(1);
    return { names: reader?.events.map(({ name }) => name).sort(), bought: reader?.boughtCodes, reader };
  };
}

describe("what selection knows of a customer", () => {
  it("has what she bought once: its lines, and no event that somebody sent by the name of a purchase", async () => {
    const load = await world();
    expect((await load()).names).toEqual(["Product Viewed", "purchase"]);
    expect((await load()).reader?.events.find(({ name }) => name === "purchase")?.properties).toEqual({
      category: "garden",
      product: "HOSE",
    });
  });

  it("names what an interest rests on by the act that weighs most", async () => {
    const load = await world();
    expect((await load()).reader?.signalByCategory).toEqual({ garden: { kind: "purchase", at: NOW - 2 * DAY_MS } });
  });

  it("is, at a moment that is over, what had come in by then", async () => {
    const load = await world();
    expect(await load({ past: {} })).toMatchObject({ names: ["Product Viewed", "purchase"], bought: ["HOSE"] });
    expect(await load({ past: { without: "m2" } })).toMatchObject({ names: ["purchase"], bought: ["HOSE"] });
    expect(await load({ now: NOW - 1.5 * DAY_MS, past: {} })).toMatchObject({ names: [], bought: [] });
  });
});
