import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { statesOf } from "#tests/worlds/message-world.ts";
import { addReader, triggeredWorld } from "#tests/worlds/triggered-world.ts";

/** A store that dies once at its n-th write: before it, or after it was committed and before anybody was told. */
function dying(inner: Store, fatal: () => { readonly at: number; readonly isAfter: boolean } | undefined): Store {
  let writes = 0;
  return {
    ...inner,
    write: async (statements) => {
      const plan = fatal();
      if (plan === undefined) return inner.write(statements);
      writes += 1;
      if (writes === plan.at && !plan.isAfter) throw new Error("The process ends here.");
      const rows = await inner.write(statements);
      if (writes === plan.at) throw new Error("The process ends here.");
      return rows as never;
    },
  };
}

describe("a trigger pass that ends in the middle", () => {
  it.each([1, 2, 3, 4].flatMap((at) => [false, true].map((isAfter) => [at, isAfter] as const)))(
    "at write %i (committed: %s): the next pass lets each in once, and lets go who did what ends the wait",
    async (at, isAfter) => {
      let plan: { at: number; isAfter: boolean } | undefined;
      const here = await triggeredWorld(dying(await freshStore(), () => plan));
      const codes = Array.from({ length: 300 }, (_, index) => `c${index}`);
      for (const code of codes) await addReader(here.store, code, ["baskets"]);
      await here.live("basket", {
        title: "Basket",
        when: { kind: "event", name: "Basket Updated" },
        wait: { kind: "for", minutes: 60 },
        message: { template: "nudge", topic: "baskets" },
        exit: { events: [{ name: "Order Completed" }] },
        again: { kind: "each" },
      });
      for (const code of codes) await here.happen(code, "Basket Updated");
      await here.happen("c7", "Order Completed");
      plan = { at, isAfter };
      await expect(here.follow()).rejects.toThrow("ends here");
      plan = undefined;
      await here.follow();
      await here.follow();
      expect(await here.store.read(sql`select count(*) as n, count(message_id) as told from trigger_entries`)).toEqual([
        { n: 300, told: 300 },
      ]);
      expect(await statesOf(here.store)).toEqual({ planned: 299, "skipped:exited": 1 });
    },
  );
});
