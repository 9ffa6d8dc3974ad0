import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { choose, choosingDeps, storeWith } from "#tests/worlds/choosing-world.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { planMessages } from "./plan-messages.ts";

const AHEAD = { planAheadMs: DAY_MS, graceMs: DAY_MS };

const rowsOf = (store: Store, code: string) =>
  store.read<{ on: string; dueAt: number }>(
    sql`select occurrence_on as "on", due_at as dueAt from messages
      where customer_id = (select id from customers where code = ${code}) order by occurrence_on`,
  );

async function world() {
  const here = await messageWorld();
  await addNewsletter(here.store, "daily");
  await addCustomer(here.store, "ada", { newsletters: ["daily"] });
  await addCustomer(here.store, "ben", { newsletters: ["daily"], minute: 500 });
  await startPlannerAt(here.store, START);
  const deps = choosingDeps(here);
  return {
    ...here,
    deps,
    atTen: () => choose(deps, "ada", { newsletters: [{ code: "daily", isOn: true, minute: 600 }] }),
  };
}

const TEN = START + 10 * HOUR_MS;
const asChosen = {
  ada: [{ on: "2026-11-22", dueAt: TEN }],
  ben: [{ on: "2026-11-22", dueAt: START + 500 * 60_000 }],
};
const planned = async (store: Store) => ({ ada: await rowsOf(store, "ada"), ben: await rowsOf(store, "ben") });

/** What a run over two customers asks of the store, one after the other. */
const OPERATIONS = 7;
const nths = Array.from({ length: OPERATIONS }, (_, index) => index + 1);

describe("a choice while the planner runs", () => {
  it.each(nths)("before its operation %i, it costs no message and doubles none", async (nth) => {
    const { store, atTen } = await world();
    let times = 0;
    const meanwhile = async () => {
      times += 1;
      await atTen();
    };
    await planMessages(storeWith(store, nth, meanwhile), START, AHEAD);
    expect([times, await planned(store)]).toEqual([1, asChosen]);
    await planMessages(store, START, AHEAD);
    expect(await planned(store)).toEqual(asChosen);
  });

  it.each(nths)("and the end of the planner right after it, before operation %i, cost none either", async (nth) => {
    const { store, atTen } = await world();
    const fatal = async () => {
      await atTen();
      throw new Error("The process ends here.");
    };
    await expect(planMessages(storeWith(store, nth, fatal), START, AHEAD)).rejects.toThrow("ends here");
    await planMessages(store, START, AHEAD);
    expect(await planned(store)).toEqual(asChosen);
  });

  it.each(nths)("after the end of the planner before operation %i, the next run makes one message", async (nth) => {
    const { store, atTen } = await world();
    const fatal = () => Promise.reject(new Error("The process ends here."));
    await expect(planMessages(storeWith(store, nth, fatal), START, AHEAD)).rejects.toThrow("ends here");
    await atTen();
    await planMessages(store, START, AHEAD);
    expect(await planned(store)).toEqual(asChosen);
  });

  it.each([1, 2, 3, 4, 5])("a whole run before operation %i of the choice costs none", async (nth) => {
    const { store, clock } = await world();
    let times = 0;
    const run = async () => {
      times += 1;
      await planMessages(store, START, AHEAD);
    };
    const deps = choosingDeps({ store: storeWith(store, nth, run), clock });
    await choose(deps, "ada", { newsletters: [{ code: "daily", isOn: true, minute: 600 }] });
    expect(times).toBe(1);
    await run();
    expect(await planned(store)).toEqual(asChosen);
  });
});

describe("a customer who chooses another zone on her page", () => {
  it("gets the date at once that the new clock has overtaken", async () => {
    const { store, clock, deps } = await world();
    await choose(deps, "ada", { zone: "America/Los_Angeles" });
    await planMessages(store, START, AHEAD);
    clock.set(TEN);
    await choose(deps, "ada", { zone: "Asia/Tokyo" });
    expect(await rowsOf(store, "ada")).toContainEqual({ on: "2026-11-22", dueAt: TEN });
  });

  it("gets every date once, whatever zones and clock times she passes through and however the planner comes round", async () => {
    const zones = fc.constantFrom(
      "Pacific/Pago_Pago",
      "America/Los_Angeles",
      "Europe/Berlin",
      "Asia/Tokyo",
      "Pacific/Kiritimati",
    );
    const step = fc.record({
      afterMs: fc.integer({ min: 1, max: 20 * HOUR_MS }),
      zone: fc.option(zones, { nil: undefined }),
      minute: fc.option(fc.integer({ min: 0, max: 1439 }), { nil: undefined }),
      isPlannedFirst: fc.boolean(),
    });
    const walks = fc.array(step, { minLength: 4, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(walks, fc.constantFrom(0, 26 * HOUR_MS), async (walk, planAheadMs) => {
        const { store, clock, deps } = await world();
        const plan = () => planMessages(store, clock.now(), { planAheadMs, graceMs: 30 * DAY_MS });
        for (const { afterMs, zone, minute, isPlannedFirst } of [...walk, ...quiet, ...quiet]) {
          clock.advance(afterMs);
          await store.write([sql`update messages set state = 'accepted' where due_at < ${clock.now()}`]);
          if (isPlannedFirst) await plan();
          if (zone !== undefined) await choose(deps, "ada", { zone });
          if (minute !== undefined) await choose(deps, "ada", { newsletters: [{ code: "daily", isOn: true, minute }] });
          if (!isPlannedFirst) await plan();
        }
        const dates = (await rowsOf(store, "ada")).map(({ on }) => on);
        const [first = ""] = dates;
        expect(dates).toEqual(dates.map((_, index) => addDays(first, index)));
        expect(dates.length).toBeGreaterThan(1);
      }),
      { numRuns: 30 },
    );
  });

  it("what was due already and waits for the morning stays, and comes once", async () => {
    const { store, clock, deps } = await world();
    await planMessages(store, START, AHEAD);
    clock.set(START + 9 * HOUR_MS);
    await store.write([sql`update messages set due_at = ${START + 20 * HOUR_MS} where customer_id = 1`]);
    await choose(deps, "ada", { zone: "Europe/Berlin" });
    expect(await rowsOf(store, "ada")).toEqual([{ on: "2026-11-22", dueAt: START + 20 * HOUR_MS }]);
  });
});

const quiet = [
  { afterMs: 13 * HOUR_MS, zone: undefined, minute: undefined, isPlannedFirst: true },
  { afterMs: 13 * HOUR_MS, zone: undefined, minute: undefined, isPlannedFirst: true },
];
