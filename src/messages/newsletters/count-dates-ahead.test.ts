import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { type Store, toQuery } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addCustomer, addNewsletter, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { countDatesAhead, sharedSchedulesQuery } from "./count-dates-ahead.ts";

const ask = async (store: Store, now = START) =>
  Object.fromEntries(
    (await countDatesAhead(store, { newsletterId: 1, now, days: 14 })).map(({ on, count }) => [on.slice(5), count]),
  );

async function world(): Promise<Store> {
  const store = await freshStore();
  for (const code of ["daily", "other"]) await addNewsletter(store, code);
  return store;
}

describe("the dates ahead of a newsletter", () => {
  it("are counted two weeks on, long before the planner makes rows of them", async () => {
    const store = await world();
    const mondays: Pace = { kind: "weeks", every: 1, weekdays: [1] };
    await addCustomer(store, "ada", { newsletters: ["daily", "other"] });
    await addCustomer(store, "ben", { newsletters: ["daily"], pace: mondays });
    await addCustomer(store, "cem", { newsletters: ["daily"], pace: mondays });
    await addCustomer(store, "off", { newsletters: ["daily"] });
    await addCustomer(store, "else", { newsletters: ["other"] });
    await store.write([sql`update subscriptions set state = 'off' where customer_id = 4`]);
    const counts = await ask(store);
    expect(Object.keys(counts)).toEqual(
      Array.from({ length: 14 }, (_, index) => dateOfEpochDay(START / DAY_MS + index).slice(5)),
    );
    expect(counts).toMatchObject({ "11-22": 1, "11-23": 3, "11-24": 1, "11-30": 3, "12-05": 1 });
  });

  it("leave out what is over where the customer lives, and keep what is still ahead of her", async () => {
    const store = await world();
    await addCustomer(store, "tokyo", { newsletters: ["daily"], zone: "Asia/Tokyo" });
    await addCustomer(store, "honolulu", { newsletters: ["daily"], zone: "Pacific/Honolulu" });
    expect(await ask(store, START + 12 * HOUR_MS)).toMatchObject({ "11-22": 1, "11-23": 2 });
  });

  it("are what the planner plans, whatever the zones, clock times and paces", async () => {
    const someone = fc.record({
      zone: fc.constantFrom("Pacific/Pago_Pago", "Europe/Berlin", "Pacific/Kiritimati", "UTC"),
      minute: fc.integer({ min: 0, max: 1439 }),
      pace: fc.constantFrom<Pace>(
        { kind: "days", every: 3 },
        { kind: "weeks", every: 2, weekdays: [2, 7] },
        { kind: "month_days", every: 1, days: [1, 24], ifMissing: "last_day" },
        { kind: "never" },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(someone, { maxLength: 8 }), fc.nat(DAY_MS), async (people, sinceMs) => {
        const store = await world();
        for (const [index, person] of people.entries()) {
          await addCustomer(store, `c${index}`, { newsletters: ["daily"], ...person });
        }
        const now = START + sinceMs;
        await startPlannerAt(store, now);
        await planMessages(store, now, { planAheadMs: 14 * DAY_MS, graceMs: 0 });
        const planned = await store.read<{ on: string; count: number }>(
          sql`select occurrence_on as "on", count(*) as count from messages group by 1`,
        );
        // Of what is planned a little lies outside: yesterday's date in the far west, and the end of the planner's horizon.
        const counted = await countDatesAhead(store, { newsletterId: 1, now, days: 12 });
        const dates = new Set(counted.map(({ on }) => on));
        expect(counted.filter(({ count }) => count > 0)).toEqual(planned.filter(({ on }) => dates.has(on)));
      }),
      { numRuns: 40 },
    );
  });

  it("walk no table: an index by newsletter, and each shared schedule by its key", async () => {
    const store = await world();
    const { sql: text, params } = toQuery(sharedSchedulesQuery(1, 0));
    const plan = await store.read<{ detail: string }>({ sql: `explain query plan ${text}`, params });
    const details = plan.map(({ detail }) => detail);
    expect(details).toContainEqual(expect.stringContaining("USING COVERING INDEX subscriptions_by_newsletter"));
    expect(details.filter((detail) => /^SCAN (subscriptions|d)\b/.test(detail))).toEqual([]);
  });
});
