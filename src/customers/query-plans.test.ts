import { describe, expect, it } from "vitest";
import { identify, order, viewed, wording } from "#tests/contracts/ingest-items.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { ingestWorld } from "#tests/contracts/ingest-world.ts";
import { type Query, type Statement, type Store, toQuery } from "#store/store.ts";

/** A store that remembers what was written through it. */
function watched(store: Store, seen: Query[]): Store {
  return {
    ...store,
    write: (statements: readonly Statement[]) => {
      seen.push(...statements.map(toQuery));
      return store.write(statements);
    },
  };
}

describe("the statements of ingest", () => {
  it("walk through no table that grows with the customers or their facts", async () => {
    const store = await freshStore();
    const seen: Query[] = [];
    const { batch } = await ingestWorld(watched(store, seen));
    const consent = { purpose: "track", state: "granted", wording };
    await batch(
      viewed("m1", { anonymousId: "a1" }),
      order("m2", "O1"),
      { ...order("m3", "O1"), event: "Order Refunded", properties: { order_id: "O1" } },
      identify("m4", { firstName: "Ada", email: "ada@people.example", consent }, { anonymousId: "a1" }),
    );
    const scans: string[] = [];
    for (const { sql, params } of seen) {
      if (!/^\s*(insert|update|delete)/i.test(sql)) continue;
      const plan = await store.read<{ detail: string }>({ sql: `explain query plan ${sql}`, params });
      scans.push(
        ...plan.map(({ detail }) => detail).filter((detail) => detail.startsWith("SCAN ") && !isOverInput(detail)),
      );
    }
    expect(seen.length).toBeGreaterThan(25);
    expect(scans).toEqual([]);
  });
});

/** The rows of the batch itself, and what was already narrowed down. */
function isOverInput(detail: string): boolean {
  return /SCAN (item|json_each|pair|\(subquery|CONSTANT)/.test(detail);
}
