import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { type Store, toQuery } from "#store/store.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  type MessageWorld,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { changeNewsletterState } from "./change-newsletter-state.ts";
import { listDue } from "./list-due.ts";
import { listMessages, messagesQuery } from "./list-messages.ts";
import { findNewsletter, listNewsletters } from "./list-newsletters.ts";
import { findNextDates } from "./next-dates.ts";
import { newsletterSchema } from "./newsletter.ts";
import { putNewsletter } from "./put-newsletter.ts";
import { rescheduleMoved } from "./reschedule-moved.ts";
import { subscribeByDefault } from "./subscribe-by-default.ts";

const actor = { kind: "operator", id: "opr_1" } as const;
const plan = (world: MessageWorld, aheadMs = 2 * DAY_MS) =>
  planMessages(world.store, world.clock.now(), { planAheadMs: aheadMs, graceMs: DAY_MS });

function worker() {
  let turn = 0;
  return { name: "w", nextTurn: () => (turn += 1) };
}

const input = (over: Record<string, unknown> = {}) =>
  newsletterSchema.parse({
    code: "weekly",
    title: "Weekly picks",
    topic: "weekly",
    templateName: "weekly-picks",
    slots: [{ name: "picks", size: 4 }],
    defaultPace: { weekdays: [4, 2], kind: "weeks" },
    defaultMinute: 480,
    ...over,
  });

async function publish(store: Store): Promise<void> {
  await store.write([
    sql`insert into template_versions (name, version, compiled, source, published_at)
      values ('weekly-picks', 1, '{"slots":["picks"]}', '{}', 0)`,
  ]);
}

describe("putting a newsletter", () => {
  it("makes it run at once, keeps its state at the next change, and tells the audit log", async () => {
    const deps = await messageWorld();
    await publish(deps.store);
    const made = await putNewsletter({ deps, actor, input: input() });
    expect(made).toMatchObject({ ok: true, value: { state: "running", defaultPace: { weekdays: [2, 4], every: 1 } } });
    await changeNewsletterState({ deps, actor, input: { code: "weekly", state: "paused" } });
    const changed = await putNewsletter({ deps, actor, input: input({ title: "Picks" }) });
    expect(changed).toMatchObject({ ok: true, value: { title: "Picks", state: "paused" } });
    const log = await deps.store.read(sql`select actor_id, action, subject_id from audit_log order by id`);
    expect(log.map((row) => row["action"])).toEqual(["put-newsletter", "pause-newsletter", "put-newsletter"]);
    expect((await listNewsletters(deps.store, { limit: 10 })).items.map(({ code }) => code)).toEqual(["weekly"]);
  });

  it("keeps its words in other languages and the categories that it speaks of", async () => {
    const deps = await messageWorld();
    await publish(deps.store);
    const copy = [{ locale: "ar", title: "مختارات الأسبوع", description: "" }];
    await putNewsletter({
      deps,
      actor,
      input: input({ copy: [{ locale: "AR", title: "مختارات الأسبوع" }], categories: ["seeds", "tools", "seeds"] }),
    });
    expect(await findNewsletter(deps.store, "weekly")).toMatchObject({ copy, categories: ["seeds", "tools"] });
    await putNewsletter({ deps, actor, input: input() });
    expect(await findNewsletter(deps.store, "weekly")).toMatchObject({ copy: [], categories: [] });
    expect(newsletterSchema.safeParse({ ...input(), copy: [...copy, ...copy] }).error?.issues[0]?.path).toEqual([
      "copy",
    ]);
  });

  it("refuses a template that is not published and a slot that it does not have", async () => {
    const deps = await messageWorld();
    const missing = await putNewsletter({ deps, actor, input: input() });
    expect(missing).toMatchObject({ ok: false, error: { faults: [{ pointer: "/templateName" }] } });
    await publish(deps.store);
    const slots = [
      { name: "picks", size: 1 },
      { name: "hero", size: 1 },
    ];
    const faulty = await putNewsletter({ deps, actor, input: input({ slots }) });
    expect(faulty).toMatchObject({ ok: false, error: { faults: [{ pointer: "/slots/1/name" }] } });
    expect(await findNewsletter(deps.store, "weekly")).toBeUndefined();
  });
});

describe("pausing and stopping", () => {
  async function running() {
    const world = await messageWorld();
    await addNewsletter(world.store, "daily");
    for (const code of ["ada", "ben"]) await addCustomer(world.store, code, { newsletters: ["daily"] });
    await startPlannerAt(world.store, START);
    await plan(world);
    world.clock.set(START + 8 * HOUR_MS);
    return world;
  }
  const to = (deps: MessageWorld, state: "running" | "paused" | "stopped") =>
    changeNewsletterState({ deps, actor, input: { code: "daily", state } });

  it("a pause holds from the next claim on, and what is due goes out when it ends", async () => {
    const world = await running();
    await to(world, "paused");
    expect(await sendDue(world, worker(), 10)).toMatchObject({ taken: 0 });
    await to(world, "running");
    expect(await sendDue(world, worker(), 10)).toMatchObject({ sent: 2 });
  });

  it("a stop takes back what was planned, and pressing it twice is told once", async () => {
    const world = await running();
    await to(world, "stopped");
    await to(world, "stopped");
    expect(await statesOf(world.store)).toEqual({});
    expect(await sendDue(world, worker(), 10)).toMatchObject({ taken: 0 });
    world.clock.advance(DAY_MS);
    expect((await plan(world)).planned).toBe(0);
    const [row] = await world.store.read(sql`select count(*) as n from audit_log where action = 'stop-newsletter'`);
    expect(row?.["n"]).toBe(1);
  });

  it("a newsletter that is not there can't be paused", async () => {
    const deps = await messageWorld();
    const changed = await changeNewsletterState({ deps, actor, input: { code: "none", state: "paused" } });
    expect(changed).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("the due list counts what waits, by newsletter, and leaves stopped ones out", async () => {
    const world = await running();
    await addNewsletter(world.store, "rare");
    expect(await listDue(world.store, { now: world.clock.now(), hours: 24 })).toEqual([
      { code: "daily", title: "daily", state: "running", due: 4, firstDueAt: START + 8 * HOUR_MS },
      { code: "rare", title: "rare", state: "running", due: 0, firstDueAt: null },
    ]);
    await to(world, "stopped");
    expect((await listDue(world.store, { now: world.clock.now(), hours: 24 })).map(({ code }) => code)).toEqual([
      "rare",
    ]);
  });
});

async function consenting(
  store: Store,
  people: ReadonlyArray<{ code: string; zone?: string; birthOn?: string | null; topic?: string; erasedAt?: number }>,
) {
  for (const { code, zone = "Europe/Berlin", birthOn = null, topic = "daily", erasedAt = null } of people) {
    await store.write([
      sql`insert into customers (code, zone, birth_on, email, email_hash, erased_at, created_at, updated_at)
        values (${code}, ${zone}, ${birthOn}, ${`${code}@people.example`}, ${`h:${code}`}, ${erasedAt}, 0, 0)`,
      sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
        select id, 'receive', 'email', ${topic}, 1, 1 from customers where code = ${code}`,
    ]);
  }
}

async function newsletterNamed(store: Store, code: string) {
  const found = await findNewsletter(store, code);
  if (found === undefined) throw new Error("The newsletter is not there.");
  return found;
}

describe("subscribing by default", () => {
  it("takes those who agreed and never chose, in their own zones, and shares schedules", async () => {
    const deps = await messageWorld();
    const { store } = deps;
    await addNewsletter(store, "daily");
    await consenting(store, [
      { code: "a" },
      { code: "b" },
      { code: "tokyo", zone: "Asia/Tokyo" },
      { code: "other", topic: "something-else" },
      { code: "gone", erasedAt: 1 },
    ]);
    await addCustomer(store, "chose", { newsletters: ["daily"] });
    await startPlannerAt(store, START + 2 * DAY_MS);
    const newsletter = await newsletterNamed(store, "daily");
    expect(await subscribeByDefault(deps, newsletter)).toEqual({ subscribed: 3 });
    expect(await subscribeByDefault(deps, newsletter)).toEqual({ subscribed: 0 });
    const rows = await store.read<{ code: string; chosenBy: string; zone: string; schedule: number }>(
      sql`select c.code, s.chosen_by as chosenBy, d.zone, d.id as schedule from subscriptions s
        join customers c on c.id = s.customer_id join schedules d on d.id = s.schedule_id order by c.id`,
    );
    expect(rows.map(({ code, chosenBy, zone }) => [code, chosenBy, zone])).toEqual([
      ["a", "default", "Europe/Berlin"],
      ["b", "default", "Europe/Berlin"],
      ["tokyo", "default", "Asia/Tokyo"],
      ["chose", "customer", "UTC"],
    ]);
    expect(rows[0]?.schedule).toBe(rows[1]?.schedule);
    const planned = await store.read<{ code: string; on: string }>(
      sql`select c.code, m.occurrence_on as "on" from messages m join customers c on c.id = m.customer_id order by c.id, 2`,
    );
    expect(planned.filter(({ code }) => code === "a").map(({ on }) => on)).toEqual(["2026-11-22", "2026-11-23"]);
  });

  it("a pace on the birthday goes by each birthday, and waits for those that are not known", async () => {
    const deps = await messageWorld();
    const { store } = deps;
    await addNewsletter(store, "birthday");
    const pace: Pace = {
      kind: "own_date",
      attribute: "birthday",
      repeats: "yearly",
      offsetDays: 0,
      ifMissing: "last_day",
    };
    await store.write([sql`update newsletters set default_pace = ${JSON.stringify(pace)}`]);
    await consenting(store, [
      { code: "a", birthOn: "1990-11-23", topic: "birthday" },
      { code: "b", birthOn: "1971-11-23", topic: "birthday" },
      { code: "c", birthOn: "1980-03-01", topic: "birthday" },
      { code: "unknown", topic: "birthday" },
    ]);
    await startPlannerAt(store, START + 2 * DAY_MS);
    const newsletter = await newsletterNamed(store, "birthday");
    expect(await subscribeByDefault(deps, newsletter)).toEqual({ subscribed: 3 });
    const [counted] = await store.read<{ schedules: number; messages: number }>(
      sql`select (select count(distinct schedule_id) from subscriptions) as schedules, (select count(*) from messages) as messages`,
    );
    expect(counted).toEqual({ schedules: 2, messages: 2 });
    await store.write([sql`update customers set birth_on = '1999-11-23' where code = 'unknown'`]);
    expect(await subscribeByDefault(deps, newsletter)).toEqual({ subscribed: 1 });
  });
});

describe("customers who move", () => {
  async function subscribed(zone: string, minute = 480) {
    const world = await messageWorld();
    await addNewsletter(world.store, "daily");
    await addCustomer(world.store, "ada", { newsletters: ["daily"], zone, minute });
    await startPlannerAt(world.store, START);
    await plan(world);
    return world;
  }
  const moveTo = (store: Store, zone: string) => store.write([sql`update customers set zone = ${zone}`]);
  const dates = async (store: Store) =>
    (
      await store.read<{ on: string; dueAt: number }>(
        sql`select occurrence_on as "on", due_at as dueAt from messages order by occurrence_on`,
      )
    ).map(({ on, dueAt }) => [on, new Date(dueAt).toISOString().slice(5, 16)]);

  it("get what is planned by the clock of their new place", async () => {
    const world = await subscribed("Europe/Berlin");
    await moveTo(world.store, "America/New_York");
    expect(await rescheduleMoved(world)).toEqual({ moved: 1 });
    expect(await dates(world.store)).toEqual([
      ["2026-11-22", "11-22T13:00"],
      ["2026-11-23", "11-23T13:00"],
    ]);
    expect(await rescheduleMoved(world)).toEqual({ moved: 0 });
  });

  it("a date that the new clock has overtaken is due at once and not lost", async () => {
    const world = await subscribed("America/New_York", 1_380);
    world.clock.set(START + 20 * HOUR_MS);
    await moveTo(world.store, "Pacific/Auckland");
    await rescheduleMoved(world);
    expect(await dates(world.store)).toContainEqual(["2026-11-22", "11-22T20:00"]);
  });

  it("a date that was sent before the move never comes twice, whatever zones are passed through", async () => {
    const world = await subscribed("Pacific/Auckland");
    for (const zone of ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Pacific/Honolulu", "Pacific/Auckland"]) {
      world.clock.advance(5 * HOUR_MS);
      await plan(world);
      await sendDue(world, worker(), 10);
      await moveTo(world.store, zone);
      await rescheduleMoved(world);
    }
    for (let hour = 0; hour < 24; hour += 1) {
      world.clock.advance(HOUR_MS);
      await sendDue(world, worker(), 10);
    }
    const subjects = world.channel.log.map((message) => message.content.subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(subjects.length).toBeGreaterThanOrEqual(2);
  });

  it("a birthday that was put right moves its greeting, and a new default moves those who never chose", async () => {
    const deps = await messageWorld();
    const { store } = deps;
    await addNewsletter(store, "birthday");
    const pace = { kind: "own_date", attribute: "birthday", repeats: "yearly", offsetDays: 0, ifMissing: "last_day" };
    await store.write([sql`update newsletters set default_pace = ${JSON.stringify(pace)}`]);
    await consenting(store, [{ code: "a", birthOn: "1990-11-23", topic: "birthday", zone: "UTC" }]);
    await startPlannerAt(store, START + 3 * DAY_MS);
    await subscribeByDefault(deps, await newsletterNamed(store, "birthday"));
    await store.write([sql`update customers set birth_on = '1990-11-24'`]);
    expect(await rescheduleMoved(deps)).toEqual({ moved: 1 });
    expect(await dates(store)).toEqual([["2026-11-24", "11-24T08:00"]]);
    await store.write([sql`update newsletters set default_pace = '{"kind":"days","every":1}', default_minute = 600`]);
    expect(await rescheduleMoved(deps)).toEqual({ moved: 1 });
    expect((await dates(store)).map(([, at]) => at)).toEqual(["11-22T10:00", "11-23T10:00", "11-24T10:00"]);
  });
});

describe("reading messages and dates", () => {
  it("the next dates are those of the planner's schedule, without the days of a pause", async () => {
    const { store } = await messageWorld();
    await addNewsletter(store, "daily");
    const pace: Pace = { kind: "weeks", every: 2, weekdays: [1] };
    const customerId = await addCustomer(store, "ada", { newsletters: ["daily"], pace });
    const ask = () => findNextDates(store, { customerId, now: START, count: 3 });
    expect((await ask())[0]?.dates).toEqual(["2026-11-30", "2026-12-14", "2026-12-28"]);
    await store.write([
      sql`insert into preferences (customer_id, paused_from, paused_until, updated_at)
        values (${customerId}, '2026-12-01', '2026-12-20', 0)`,
    ]);
    expect((await ask())[0]?.dates).toEqual(["2026-11-30", "2026-12-28", "2027-01-11"]);
  });

  it("a list goes on by its cursor without a gap or a double, whatever it is narrowed to", async () => {
    const world = await messageWorld();
    for (const code of ["one", "two"]) await addNewsletter(world.store, code);
    for (let index = 0; index < 7; index += 1) {
      await addCustomer(world.store, `c${index}`, { newsletters: ["one", "two"] });
    }
    await startPlannerAt(world.store, START);
    await plan(world, 3 * DAY_MS);
    for (const filter of [
      {},
      { newsletter: "two" },
      { customer: "c3" },
      { state: "planned" as const, from: "2026-11-23" },
    ]) {
      const whole = await listMessages(world.store, { ...filter, limit: 200 });
      const seen: number[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await listMessages(world.store, { ...filter, limit: 4, cursor });
        seen.push(...page.items.map(({ number }) => number));
        cursor = page.nextCursor;
        if (cursor === undefined) break;
      }
      expect(seen).toEqual(whole.items.map(({ number }) => number));
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it("no list of messages reads the whole table", async () => {
    const store = await freshStore();
    const asked = [
      {},
      { dueBy: 1 },
      { newsletter: "a" },
      { customer: "c" },
      { state: "skipped" as const, reason: "capped" },
    ];
    const plans = await Promise.all(
      asked.map(async (filter) => {
        const { sql: text, params } = toQuery(messagesQuery({ ...filter, limit: 50 }));
        const rows = await store.read<{ detail: string }>({ sql: `explain query plan ${text}`, params });
        return rows.map(({ detail }) => detail);
      }),
    );
    expect(plans.flat().filter((detail) => /^SCAN (m|c)\b/.test(detail))).toEqual([]);
    for (const details of plans)
      expect(details.some((detail) => /SEARCH m USING (COVERING )?INDEX messages_/.test(detail))).toBe(true);
  });
});
