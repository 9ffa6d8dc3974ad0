import { describe, expect, it } from "vitest";
import { manualClock, SECOND_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "../../tests/worlds/fresh-store.ts";
import { openCatalogue } from "./open-catalogue.ts";
import { catalogueChanged } from "./settings.ts";

/** A store that counts how often it is read. */
async function countedWorld() {
  const store = await freshStore();
  let reads = 0;
  const counted: Store = {
    ...store,
    read: (statement) => {
      reads += 1;
      return store.read(statement);
    },
  };
  const clock = manualClock(1_800_000_000_000);
  return { store, clock, catalogue: openCatalogue({ store: counted, clock }), reads: () => reads };
}

describe("the open catalogue", () => {
  it("a thousand readers at once read it once", async () => {
    const { catalogue, reads } = await countedWorld();
    const [first, ...others] = await Promise.all(Array.from({ length: 1_000 }, () => catalogue.current()));
    const once = reads();
    expect(others.every((other) => other === first)).toBe(true);
    await catalogue.current();
    expect(reads()).toBe(once);
  });

  it("asks one row a second while nothing changes, and keeps what it has", async () => {
    const { catalogue, clock, reads } = await countedWorld();
    const first = await catalogue.current();
    const before = reads();
    clock.advance(SECOND_MS);
    expect(await catalogue.current()).toBe(first);
    expect(reads() - before).toBe(1);
  });

  it("two changes within one millisecond are two changes", async () => {
    const { catalogue, clock, store } = await countedWorld();
    const stamps = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      stamps.add((await catalogue.current()).stamp);
      await store.write([catalogueChanged(1_800_000_000_000)]);
      clock.advance(SECOND_MS);
    }
    expect(stamps.size).toBe(3);
  });

  it("a clock that is set back does not keep an old catalogue alive", async () => {
    const { catalogue, clock, store } = await countedWorld();
    const first = await catalogue.current();
    await store.write([catalogueChanged(1)]);
    clock.advance(-10 * SECOND_MS);
    expect((await catalogue.current()).stamp).not.toBe(first.stamp);
  });

  it("after a failed read the next reader tries again", async () => {
    const store = await freshStore();
    let isAway = true;
    const flaky: Store = {
      ...store,
      read: (statement) => (isAway ? Promise.reject(new Error("away")) : store.read(statement)),
    };
    const catalogue = openCatalogue({ store: flaky, clock: manualClock(0) });
    await expect(catalogue.current()).rejects.toThrow("away");
    isAway = false;
    expect((await catalogue.current()).rules).toEqual([]);
  });
});
