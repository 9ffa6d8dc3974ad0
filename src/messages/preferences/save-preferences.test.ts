import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { affinityAt } from "#content/affinity.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { putCustomer } from "#customers/put-customer.ts";
import { recordConsent } from "#customers/record-consent.ts";
import { recordPurchase } from "#customers/record-purchase.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { rescheduleMoved } from "#messages/newsletters/reschedule-moved.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { stateOf } from "#predict/affinity-projector.ts";
import type { Statement, Store } from "#store/store.ts";
import { choose, choosingDeps } from "#tests/worlds/choosing-world.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { findPreferences } from "./find-preferences.ts";
import { leaveNewsletter } from "./leave-newsletter.ts";
import { savePreferences } from "./save-preferences.ts";

const MONDAYS: Pace = { kind: "weeks", every: 1, weekdays: [1] };

/** The store, but that `act` runs once, right before the first batch. */
function beforeItsWrite(store: Store, act: () => Promise<void>): Store {
  let isDone = false;
  return {
    ...store,
    write: async <T>(statements: readonly Statement[]) => {
      if (!isDone) {
        isDone = true;
        await act();
      }
      return store.write<T>(statements);
    },
  };
}

/** Ada takes both newsletters and got message 1 of the first, two days ago. */
async function world() {
  const here = await messageWorld();
  await addNewsletter(here.store, "garden");
  await addNewsletter(here.store, "service", { messageClass: "transactional" });
  await addCustomer(here.store, "ada", { newsletters: ["garden", "service"] });
  await here.store.write([
    sql`insert into messages (id, customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at)
      values (1, 1, 1, '2026-11-20', 'email', 'accepted', 0, 0)`,
  ]);
  await startPlannerAt(here.store, START);
  await planMessages(here.store, START, { planAheadMs: DAY_MS, graceMs: DAY_MS });
  const deps = choosingDeps(here);
  const leave = (fromAll: boolean) =>
    leaveNewsletter({ deps, messageNumber: 1, fromAll, source: "unsubscribe-page", wording: "No more." });
  return { ...here, deps, leave };
}

const scopes = async (store: Store) =>
  (await store.read<{ scope: string }>(sql`select scope from suppressions order by 1`)).map(({ scope }) => scope);
const isOn = async (store: Store) =>
  Object.fromEntries(
    (await findPreferences(store, { code: "ada" }))?.newsletters.map((one) => [one.code, one.isOn]) ?? [],
  );

describe("her opt-out", () => {
  it("outlasts a new zone, a new language and a form in which another newsletter merely stayed on", async () => {
    const { store, deps, leave } = await world();
    await leave(true);
    expect(await isOn(store)).toEqual({ garden: false, service: true });
    await choose(deps, "ada", { zone: "Asia/Tokyo", locale: "ja" });
    await choose(deps, "ada", { newsletters: [{ code: "service", isOn: true, minute: 600 }] });
    await choose(deps, "ada", { newsletters: [{ code: "garden", isOn: false }] });
    expect(await scopes(store)).toEqual([""]);
  });

  it("from all advertising is not lifted by switching on what is no advertising", async () => {
    const { store, deps, leave } = await world();
    await leave(true);
    await choose(deps, "ada", { newsletters: [{ code: "service", isOn: false }] });
    await choose(deps, "ada", { newsletters: [{ code: "service", isOn: true }] });
    expect(await scopes(store)).toEqual([""]);
  });

  it("is lifted where she switches a newsletter on herself", async () => {
    const { store, deps, leave } = await world();
    await leave(true);
    await choose(deps, "ada", { newsletters: [{ code: "garden", isOn: true }] });
    expect([await scopes(store), await isOn(store)]).toEqual([[], { garden: true, service: true }]);
  });

  it("from everything is a withdrawal for topics to come as well, and so is one of a general yes", async () => {
    const { store, deps, leave } = await world();
    const yes = {
      purpose: "receive",
      channel: "",
      topic: "",
      state: "granted",
      wording: "Yes.",
      source: "test",
    } as const;
    await store.write([sql`delete from consent_states`]);
    await recordConsent({ deps, code: "ada", input: { ...yes, at: START - 1 } });
    await leave(false);
    const spoken = () => store.read(sql`select topic, state from consents where state = 'withdrawn' order by id`);
    expect(await spoken()).toEqual([{ topic: "garden", state: "withdrawn" }]);
    await leave(false);
    expect(await spoken()).toHaveLength(1);
    await leave(true);
    expect(await spoken()).toContainEqual({ topic: "", state: "withdrawn" });
    await addNewsletter(store, "new");
    await store.write([
      sql`delete from suppressions`,
      sql`update subscriptions set newsletter_id = (select id from newsletters where code = 'new'), state = 'active'
        where newsletter_id = 1`,
    ]);
    expect(await isOn(store)).toMatchObject({ new: false });
  });
});

describe("what a choice does not name", () => {
  it("stays as it was: who is moved to another zone neither takes nor leaves a newsletter by it", async () => {
    const { store, deps } = await world();
    await addNewsletter(store, "kitchen");
    await store.write([sql`update subscriptions set chosen_by = 'default' where newsletter_id = 1`]);
    await choose(deps, "ada", { zone: "Europe/Berlin" });
    const rows = await store.read(
      sql`select s.newsletter_id as newsletter, s.state, s.chosen_by as chosenBy, d.zone from subscriptions s
        join schedules d on d.id = s.schedule_id order by 1`,
    );
    expect(rows).toEqual([
      { newsletter: 1, state: "active", chosenBy: "default", zone: "Europe/Berlin" },
      { newsletter: 2, state: "active", chosenBy: "customer", zone: "Europe/Berlin" },
    ]);
    expect(await store.read(sql`select 1 from consents`)).toEqual([]);
  });

  it('goes on counting "every second week" from where it began, also at another time of day', async () => {
    const { store, clock, deps } = await world();
    await choose(deps, "ada", {
      newsletters: [{ code: "garden", isOn: true, pace: { kind: "weeks", every: 2, weekdays: [1] } }],
    });
    const anchors = () =>
      store.read(sql`select d.anchor_on as anchor, d.zone, d.minute from subscriptions s
      join schedules d on d.id = s.schedule_id where s.newsletter_id = 1`);
    clock.set(START + 8 * DAY_MS);
    await choose(deps, "ada", { zone: "Asia/Tokyo" });
    await choose(deps, "ada", { newsletters: [{ code: "garden", isOn: true, minute: 700 }] });
    expect(await anchors()).toEqual([{ anchor: "2026-11-22", zone: "Asia/Tokyo", minute: 700 }]);
  });

  it("comes back on its dates when she ends a pause, those among them that the planner has passed", async () => {
    const { store, clock, deps } = await world();
    const dates = () => store.read(sql`select occurrence_on as "on" from messages where newsletter_id = 1 and id > 1`);
    await choose(deps, "ada", { pause: { from: "2026-11-20" } });
    expect(await dates()).toEqual([]);
    clock.set(START + HOUR_MS);
    await planMessages(store, clock.now(), { planAheadMs: 2 * DAY_MS, graceMs: DAY_MS });
    expect(await dates()).toEqual([]);
    await choose(deps, "ada", { pause: null });
    expect(await dates()).toEqual([{ on: "2026-11-22" }, { on: "2026-11-23" }]);
  });
});

describe("two choices at one moment", () => {
  it("each change what they name: a pause, a limit and quiet hours all stand, and so do a channel and a pace", async () => {
    const { store, deps } = await world();
    await choose(deps, "ada", { cap: { count: 9, days: 30 } });
    const meanwhile = async () => {
      await choose(deps, "ada", { cap: { count: 2, days: 7 }, quietHours: { from: 1_320, to: 420 } });
      await choose(deps, "ada", { newsletters: [{ code: "garden", isOn: true, pace: MONDAYS, ownCopy: true }] });
    };
    // Her own page has read what holds, and has yet to write.
    const between = { ...deps, store: beforeItsWrite(store, meanwhile) };
    await choose(between, "ada", { pause: { from: "2026-12-01" }, newsletters: [{ code: "garden", isOn: true }] });
    expect(await findPreferences(store, { code: "ada" })).toMatchObject({
      pause: { from: "2026-12-01" },
      cap: { count: 2, days: 7 },
      quietHours: { from: 1_320, to: 420 },
      newsletters: [{ code: "garden", pace: MONDAYS, ownCopy: true }, { code: "service" }],
    });
  });
});

describe("a date of her own", () => {
  const wedding: Pace = {
    kind: "own_date",
    attribute: "wedding",
    repeats: "yearly",
    offsetDays: 0,
    ifMissing: "last_day",
  };
  const planned = (store: Store) =>
    store.read(sql`select occurrence_on as "on" from messages where newsletter_id = 1 and id > 1 order by 1`);
  const wedded = async () => {
    const here = await world();
    const actor = { kind: "operator", id: "op_1" } as const;
    for (const [name, type] of [
      ["wedding", "date"],
      ["shoe", "string"],
    ] as const) {
      const input = { name, type, label: name, visibleTo: ["operator"] } as const;
      await declareAttribute({ deps: here, actor, input });
    }
    const told = (attributes: Record<string, string | null>) =>
      putCustomer({ deps: here.deps, actor, code: "ada", input: { attributes } });
    return { ...here, told };
  };

  it("is the one that the pace names, and not the birthday", async () => {
    const { store, deps, told } = await wedded();
    await store.write([sql`update customers set birth_on = '1990-11-22'`]);
    await told({ wedding: "2014-11-23" });
    await planMessages(store, START, { planAheadMs: 3 * DAY_MS, graceMs: DAY_MS });
    await choose(deps, "ada", { newsletters: [{ code: "garden", isOn: true, pace: wedding }] });
    expect(await planned(store)).toEqual([{ on: "2026-11-23" }]);
    await told({ wedding: "2014-11-24" });
    expect(await rescheduleMoved(deps)).toEqual({ moved: 1 });
    expect(await planned(store)).toEqual([{ on: "2026-11-24" }]);
    expect(await rescheduleMoved(deps)).toEqual({ moved: 0 });
  });

  it("that nobody declared as a date is refused with its place", async () => {
    const { deps } = await wedded();
    for (const attribute of ["marriage", "shoe"]) {
      const saved = await savePreferences({
        deps,
        customerCode: "ada",
        choice: { newsletters: [{ code: "garden", isOn: true, pace: { ...wedding, attribute } }] },
        source: "test",
        wording: "Yes.",
        proof: {},
      });
      const pointer = "/newsletters/0/pace/attribute";
      expect(saved).toMatchObject({ ok: false, error: { code: "invalid_content", faults: [{ pointer }] } });
    }
  });

  it("that is not known yet waits: the wish stays, and comes true when somebody tells the date", async () => {
    const { store, deps } = await wedded();
    await planMessages(store, START, { planAheadMs: 3 * DAY_MS, graceMs: DAY_MS });
    const birthday = { ...wedding, attribute: "birthday" };
    await choose(deps, "ada", { newsletters: [{ code: "garden", isOn: true, pace: birthday }] });
    expect(await planned(store)).toEqual([]);
    expect(await rescheduleMoved(deps)).toEqual({ moved: 0 });
    const pace = async () => (await findPreferences(store, { code: "ada" }))?.newsletters[0]?.pace;
    expect(await pace()).toEqual(birthday);
    await store.write([sql`update customers set birth_on = '1990-11-23'`]);
    expect(await rescheduleMoved(deps)).toEqual({ moved: 1 });
    expect(await planned(store)).toEqual([{ on: "2026-11-23" }]);
    // Its month and day decide, so a year put right moves nothing.
    await store.write([sql`update customers set birth_on = '1991-11-23'`]);
    expect(await rescheduleMoved(deps)).toEqual({ moved: 0 });
    await store.write([sql`update customers set birth_on = null`]);
    expect(await rescheduleMoved(deps)).toEqual({ moved: 1 });
    expect([await planned(store), await pace()]).toEqual([[], birthday]);
  });
});

describe("choosing a newsletter", () => {
  const about = (store: Store, categories: readonly string[]) =>
    store.write([sql`update newsletters set categories = ${JSON.stringify(categories)} where code = 'garden'`]);
  const garden = (isOn: boolean) => ({ newsletters: [{ code: "garden", isOn }] });
  const affinities = async ({ store, clock }: Awaited<ReturnType<typeof world>>) =>
    Object.fromEntries(
      (await store.read<{ category: string; scaled: number }>(sql`select category, scaled from affinities`))
        .map(({ category, scaled }) => [category, affinityAt(stateOf(scaled), clock.now())] as const)
        .filter(([, affinity]) => affinity > 0),
    );

  it("is an event and an interest for each category that it speaks of, also of who is not tracked", async () => {
    const here = await world();
    await here.store.write([sql`update customers set is_tracked = 0`]);
    await about(here.store, ["tools", "seeds"]);
    await choose(here.deps, "ada", garden(false));
    await choose(here.deps, "ada", garden(true));
    expect(await affinities(here)).toEqual({ seeds: 0.4, tools: 0.4 });
    await choose(here.deps, "ada", { ...garden(true), zone: "Asia/Tokyo" });
    expect(await affinities(here)).toEqual({ seeds: 0.4, tools: 0.4 });
    expect(
      await here.store.read(sql`select name, category, properties ->> 'newsletter' as newsletter from events
        where name like 'Newsletter %' order by id`),
    ).toEqual([
      { name: "Newsletter Left", category: null, newsletter: "garden" },
      { name: "Newsletter Chosen", category: "tools", newsletter: "garden" },
      { name: "Newsletter Chosen", category: "seeds", newsletter: "garden" },
    ]);
  });

  it.each([
    ["on her page", (here: Awaited<ReturnType<typeof world>>) => choose(here.deps, "ada", garden(false))],
    ["by the link of a message", (here: Awaited<ReturnType<typeof world>>) => here.leave(false)],
    ["with everything else", (here: Awaited<ReturnType<typeof world>>) => here.leave(true)],
  ])("is taken out again where she leaves it %s, and no more than that", async (_, leave) => {
    const here = await world();
    const { store, clock, deps } = here;
    await store.write([sql`update subscriptions set state = 'off' where newsletter_id = 1`]);
    const line = { productCode: "S", category: "seeds", quantityMilli: 1_000, amountMinor: 500 };
    await recordPurchase({ deps, code: "ada", input: { orderId: "1", currency: "GBP", lines: [line] } });
    const bought = (await affinities(here))["seeds"] ?? 0;
    await about(store, ["tools", "seeds"]);
    for (let times = 0; times < 3; times += 1) {
      await choose(deps, "ada", garden(true));
      expect(Object.keys(await affinities(here))).toEqual(["seeds", "tools"]);
      // What it speaks of may change meanwhile: what is taken out is what was put in.
      await about(store, ["lawn"]);
      clock.advance(10 * DAY_MS);
      await leave(here);
      await about(store, ["tools", "seeds"]);
      const left = await affinities(here);
      expect(Object.keys(left)).toEqual(["seeds"]);
      expect(left["seeds"]).toBeLessThan(bought);
      expect(left["seeds"]).toBeGreaterThan(bought / 4);
    }
  });

  it("outlasts the end of tracking, which takes out behaviour alone", async () => {
    const here = await world();
    await about(here.store, ["tools"]);
    await choose(here.deps, "ada", garden(false));
    await choose(here.deps, "ada", garden(true));
    await choose(here.deps, "ada", { isTracked: false });
    expect((await affinities(here))["tools"]).toBeCloseTo(0.4, 12);
  });
});

describe("the words of a newsletter", () => {
  it("are those of her language where the vendor gave them, else the usual ones", async () => {
    const { store } = await world();
    const copy = [
      { locale: "ar", title: "رسالة الحديقة", description: "كل يوم" },
      { locale: "de", title: "Gartenbrief", description: "" },
    ];
    await store.write([sql`update newsletters set copy = ${JSON.stringify(copy)} where code = 'garden'`]);
    const wordsIn = async (locale: string) => {
      await store.write([sql`update customers set locale = ${locale}`]);
      const found = await findPreferences(store, { code: "ada" });
      const garden = found?.newsletters.find(({ code }) => code === "garden");
      return [garden?.title, garden?.description];
    };
    expect(await wordsIn("ar-AE")).toEqual(["رسالة الحديقة", "كل يوم"]);
    expect(await wordsIn("de-CH")).toEqual(["Gartenbrief", ""]);
    expect(await wordsIn("fr")).toEqual(["garden", ""]);
  });
});
