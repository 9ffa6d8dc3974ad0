import { describe, expect, it } from "vitest";
import { affinityAt } from "#content/affinity.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { recordPurchase } from "#customers/record-purchase.ts";
import { stateOf } from "#predict/affinity-projector.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { type OwnWorld, ownWorld } from "#tests/worlds/own-world.ts";
import { NOW } from "#tests/worlds/reader-world.ts";
import { chooseLess, listLessWanted } from "./less-wanted.ts";

const spade = { customerId: 1, productCode: "SPADE", category: "garden" };

async function interest({ store, deps }: OwnWorld): Promise<number> {
  const [row] = await store.read<{ scaled: number }>({
    sql: "select scaled from affinities where customer_id = 1 and category = 'garden'",
    params: [],
  });
  return row === undefined ? 0 : affinityAt(stateOf(row.scaled), deps.clock.now());
}

async function buy({ deps }: OwnWorld, orderId: string): Promise<void> {
  const lines = [{ productCode: "CAN", category: "garden", quantityMilli: 1_000, amountMinor: 900 }];
  const bought = await recordPurchase({
    deps,
    code: "ada",
    input: { orderId, currency: "EUR", lines, at: NOW - DAY_MS },
  });
  if (!bought.ok) throw new Error(JSON.stringify(bought.error));
}

describe("less of this", () => {
  it("takes as much interest as a purchase brings, once, and gives it back when she takes it back", async () => {
    const world = await ownWorld(await freshStore());
    await buy(world, "o-1");
    await buy(world, "o-2");
    const before = await interest(world);
    await chooseLess(world.deps, { ...spade, isLess: true });
    await chooseLess(world.deps, { ...spade, isLess: true });
    const less = await interest(world);
    expect(less).toBeGreaterThan(0);
    expect(less).toBeLessThan(before);
    expect(await listLessWanted(world.store, 1)).toEqual([{ productCode: "SPADE", category: "garden" }]);
    world.clock.advance(3 * DAY_MS);
    await chooseLess(world.deps, { ...spade, isLess: false });
    world.clock.advance(-3 * DAY_MS);
    expect(await interest(world)).toBeCloseTo(before, 12);
    expect(await listLessWanted(world.store, 1)).toEqual([]);
  });

  it("of a kind that she never liked is no interest, and never less than none", async () => {
    const world = await ownWorld(await freshStore());
    await chooseLess(world.deps, { ...spade, isLess: true });
    expect(await interest(world)).toBe(0);
  });
});
