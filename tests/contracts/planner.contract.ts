import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, manualClock } from "#kernel/clock.ts";
import { planMessages, type PlanSettings } from "#messages/plan/plan-messages.ts";
import { findWatermark } from "#messages/plan/planner-queries.ts";
import { columns, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { choose, choosingDeps, storeWith } from "#tests/worlds/choosing-world.ts";
import { addCustomer, addNewsletter, START, startPlannerAt, statesOf } from "#tests/worlds/message-world.ts";

const EIGHT = START + 8 * HOUR_MS;
const LONGEST_GRACE = { planAheadMs: 0, graceMs: 30 * DAY_MS };

/** What the planner promises on every database. */
export function plannerContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async (graceMs = DAY_MS) => {
    const store = await makeStore();
    await addNewsletter(store, "news", { graceMs });
    await startPlannerAt(store, START);
    return store;
  };
  const withAda = async (graceMs?: number) => {
    const store = await world(graceMs);
    await addCustomer(store, "ada", { newsletters: ["news"] });
    return store;
  };
  const plan = (store: Store, at: number, settings: PlanSettings = LONGEST_GRACE) => planMessages(store, at, settings);
  const occurrences = async (store: Store) =>
    (await store.read<{ o: string }>(sql`select occurrence_on as o from messages order by 1`)).map((row) => row.o);

  describe(`planning on ${name}: time`, () => {
    it("the same tick twice, or two at once, make each message once", async () => {
      const store = await withAda();
      expect((await plan(store, EIGHT)).planned).toBe(1);
      expect((await plan(store, EIGHT)).planned).toBe(0);
      const later = EIGHT + DAY_MS;
      const both = await Promise.all([plan(store, later), plan(store, later), plan(store, later)]);
      expect(both.reduce((sum, report) => sum + report.planned, 0)).toBe(1);
      expect(await occurrences(store)).toEqual(["2026-11-22", "2026-11-23"]);
    });

    it("the watermark never goes back, also when a clock does", async () => {
      const store = await withAda();
      await plan(store, EIGHT);
      await plan(store, START + HOUR_MS);
      expect(await findWatermark(store, "messages")).toBe(EIGHT);
      expect((await plan(store, EIGHT)).planned).toBe(0);
      expect(await occurrences(store)).toEqual(["2026-11-22"]);
    });

    it("a planner that stood still makes up for the newest inside the grace time alone, and counts the rest", async () => {
      const store = await withAda(2 * HOUR_MS);
      expect(await plan(store, EIGHT + 3 * DAY_MS + HOUR_MS)).toMatchObject({ planned: 1, missed: 3 });
      expect(await occurrences(store)).toEqual(["2026-11-25"]);
      expect(await plan(store, EIGHT + 5 * DAY_MS + 3 * HOUR_MS)).toMatchObject({ planned: 0 });
    });

    it("rows are made ahead as far as asked, and the next tick goes on from there", async () => {
      const store = await withAda();
      await plan(store, START, { ...LONGEST_GRACE, planAheadMs: 26 * HOUR_MS });
      expect(await occurrences(store)).toEqual(["2026-11-22"]);
      await plan(store, START + 6 * HOUR_MS, { ...LONGEST_GRACE, planAheadMs: 26 * HOUR_MS });
      expect(await occurrences(store)).toEqual(["2026-11-22", "2026-11-23"]);
      expect(await statesOf(store)).toEqual({ planned: 2 });
    });

    it("each customer's message falls due on the clock of her own zone", async () => {
      const store = await world();
      for (const [code, zone] of [
        ["apia", "Pacific/Apia"],
        ["rome", "Europe/Rome"],
        ["utc", "UTC"],
      ] as const) {
        await addCustomer(store, code, { newsletters: ["news"], zone });
      }
      await plan(store, START + DAY_MS - 1);
      const rows = await store.read<{ code: string; on: string; dueAt: number }>(sql`select c.code,
        m.occurrence_on as "on", m.due_at as dueAt from messages m join customers c on c.id = m.customer_id order by 1`);
      expect(rows).toEqual([
        { code: "apia", on: "2026-11-23", dueAt: Date.UTC(2026, 10, 22, 19) },
        { code: "rome", on: "2026-11-22", dueAt: Date.UTC(2026, 10, 22, 7) },
        { code: "utc", on: "2026-11-22", dueAt: Date.UTC(2026, 10, 22, 8) },
      ]);
    });
  });

  describe(`planning on ${name}: who`, () => {
    it("nobody who may not receive is planned: no consent, suppressed, paused, erased, merged, no address", async () => {
      const store = await world();
      const codes = ["ada", "unwilling", "suppressed", "left", "paused", "erased", "merged"];
      for (const code of codes) await addCustomer(store, code, { newsletters: ["news"] });
      await addCustomer(store, "unreachable", { newsletters: ["news"], email: null });
      const idOf = (code: string) => sql`(select id from customers where code = ${code})`;
      const suppress = (code: string, scope: string) => sql`insert into suppressions
        (address_hash, channel, scope, reason, source, at)
        values (${`h:${code}@people.example`}, 'email', ${scope}, 'unsubscribed', 'test', 0)`;
      await store.write([
        sql`update consent_states set is_granted = 0 where customer_id = ${idOf("unwilling")}`,
        suppress("suppressed", ""),
        suppress("left", "news"),
        suppress("ada", "another programme"),
        sql`insert into preferences (customer_id, paused_from, paused_until, updated_at)
          values (${idOf("paused")}, '2026-11-20', '2026-11-23', 0), (${idOf("ada")}, '2026-11-23', '2026-11-24', 0)`,
        sql`update customers set erased_at = 1 where code = 'erased'`,
        sql`update customers set merged_into = ${idOf("ada")} where code = 'merged'`,
      ]);
      expect((await plan(store, EIGHT)).planned).toBe(1);
      const [row] = await store.read(sql`select c.code from messages m join customers c on c.id = m.customer_id`);
      expect(row).toEqual({ code: "ada" });
    });

    it("a stopped programme is not planned, a paused one is planned and waits", async () => {
      const store = await withAda();
      await store.write([sql`update newsletters set state = 'stopped'`]);
      expect((await plan(store, EIGHT)).planned).toBe(0);
      await store.write([sql`update newsletters set state = 'paused'`]);
      expect((await plan(store, EIGHT + DAY_MS)).planned).toBe(1);
    });

    it("a transactional programme asks for no consent, and heeds no pause", async () => {
      const store = await makeStore();
      await addNewsletter(store, "notice", { messageClass: "transactional" });
      await startPlannerAt(store, START);
      const id = await addCustomer(store, "ada", { newsletters: ["notice"] });
      await store.write([
        sql`delete from consent_states`,
        sql`insert into preferences (customer_id, paused_from, paused_until, updated_at)
          values (${id}, '2026-11-20', '2026-12-20', 0)`,
      ]);
      expect((await plan(store, EIGHT)).planned).toBe(1);
    });
  });

  describe(`planning on ${name}: choices`, () => {
    // Operations of a run: 1 reads the watermark, 2 announces, 3 to 5 read, 6 inserts, 7 moves the watermark.
    it.each([
      ["before a run has announced itself", 2, false],
      ["between its reading and its rows", 6, false],
      ["when its rows are there and the watermark is not", 7, false],
      ["right before it is killed", 7, true],
    ] as const)("who chooses anew %s gets each date once, by her new choice", async (_, nth, isKilled) => {
      const store = await withAda();
      const atTen = async () => {
        const deps = choosingDeps({ store, clock: manualClock(START) });
        await choose(deps, "ada", { newsletters: [{ code: "news", isOn: true, minute: 600 }] });
        if (isKilled) throw new Error("The process ends here.");
      };
      const run = plan(storeWith(store, nth, atTen), START, { ...LONGEST_GRACE, planAheadMs: DAY_MS });
      await run.catch(() => undefined);
      await plan(store, START + HOUR_MS, { ...LONGEST_GRACE, planAheadMs: DAY_MS });
      const rows = await store.read(sql`select occurrence_on as "on", due_at as dueAt from messages`);
      expect(rows).toEqual([{ on: "2026-11-22", dueAt: START + 10 * HOUR_MS }]);
    });

    it("who moves over her hour of the day gets the date at once, and none twice", async () => {
      const store = await world();
      await addCustomer(store, "ada", { newsletters: ["news"], zone: "America/Los_Angeles" });
      await plan(store, START, { ...LONGEST_GRACE, planAheadMs: DAY_MS });
      const deps = choosingDeps({ store, clock: manualClock(EIGHT) });
      await choose(deps, "ada", { zone: "Asia/Tokyo" });
      const rows = await store.read(sql`select occurrence_on as "on", due_at as dueAt from messages order by 1`);
      expect(rows).toEqual([
        { on: "2026-11-22", dueAt: EIGHT },
        { on: "2026-11-23", dueAt: Date.UTC(2026, 10, 22, 23) },
      ]);
    });

    it("who withdraws everything is planned no more, however exactly she agreed before", async () => {
      const store = await withAda();
      await store.write([
        sql`insert into consents (id, customer_id, purpose, channel, topic, state, at, wording, source) values
          (1, 1, 'receive', 'email', 'news', 'granted', 1, 'Yes.', 'test'), (2, 1, 'receive', '', '', 'withdrawn', 2, 'No.', 'test')`,
        sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
          values (1, 'receive', '', '', 0, 2)`,
      ]);
      expect((await plan(store, EIGHT)).planned).toBe(0);
    });
  });

  describe(`planning on ${name}: many`, () => {
    it("a schedule that thousands share is walked in ranges, and an interrupted walk is finished by the next tick", async () => {
      const store = await world();
      await addCustomer(store, "first", { newsletters: ["news"] });
      await addTwins(store, 3_999);
      let breaths = 0;
      const interrupted = plan(store, EIGHT, {
        ...LONGEST_GRACE,
        breathe: async () => {
          breaths += 1;
          if (breaths === 2) throw new Error("The process ends here.");
        },
      });
      await expect(interrupted).rejects.toThrow("ends here");
      expect(await findWatermark(store, "messages")).toBe(START);
      const [done] = await store.read<{ n: number }>(sql`select count(*) as n from messages`);
      expect(done?.n).toBeGreaterThan(0);
      expect(done?.n).toBeLessThan(4_000);
      expect((await plan(store, EIGHT)).planned).toBe(4_000 - (done?.n ?? 0));
      expect((await plan(store, EIGHT)).planned).toBe(0);
    });
  });
}

/** Customers like the first one, on the same schedule. */
async function addTwins(store: Store, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => [`twin ${index}`, `h:${index}`]);
  await store.write([
    sql`insert into customers (code, email_hash, created_at, updated_at) select ${columns(2)}, 0, 0 from ${jsonRows(rows)}`,
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      select id, 'receive', 'email', 'news', 1, 1 from customers where code like 'twin %'`,
    sql`insert into subscriptions (customer_id, newsletter_id, state, channel, schedule_id, chosen_by, updated_at)
      select c.id, s.newsletter_id, s.state, s.channel, s.schedule_id, s.chosen_by, 0
      from customers c, (select * from subscriptions limit 1) s where c.code like 'twin %'`,
  ]);
}
