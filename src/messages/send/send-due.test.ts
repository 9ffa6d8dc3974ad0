import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  scriptedChannel,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { recoverMessages } from "./recover-messages.ts";
import { sendDue } from "./send-due.ts";

const EIGHT = START + 8 * HOUR_MS;
const plan = { planAheadMs: 0, graceMs: 86_400_000 };
let turns = 0;
const worker = { name: "w", nextTurn: () => (turns += 1) };

async function world(options: Parameters<typeof messageWorld>[0] = {}) {
  const deps = await messageWorld(options);
  await addNewsletter(deps.store, "news");
  await startPlannerAt(deps.store, START);
  return deps;
}

describe("sending what is due", () => {
  it("a daily subscriber gets one message a day, however often planner and sender run", async () => {
    const deps = await world();
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    for (let at = START; at <= START + 60 * HOUR_MS; at += 30 * MINUTE_MS) {
      deps.clock.set(at);
      await planMessages(deps.store, at, plan);
      await planMessages(deps.store, at, plan);
      await sendDue(deps, worker, 10);
    }
    expect(deps.channel.log.map((sent) => sent.content.subject)).toEqual([
      "ada 2026-11-22",
      "ada 2026-11-23",
      "ada 2026-11-24",
    ]);
  });

  it("two customer codes with one address get one message", async () => {
    const deps = await world();
    await addCustomer(deps.store, "ada", { newsletters: ["news"], email: "ada@people.example" });
    await addCustomer(deps.store, "ada-2", { newsletters: ["news"], email: "ADA@people.example" });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    await sendDue(deps, worker, 10);
    expect(deps.channel.log).toHaveLength(1);
    expect(await statesOf(deps.store)).toEqual({ accepted: 1, "skipped:same_address": 1 });
  });

  it("a customer who opted out receives nothing, even if a message is due", async () => {
    const deps = await world();
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    await deps.store.write([
      sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
        values ('h:ada@people.example', 'email', 'news', 'unsubscribed', 'test', 0)`,
    ]);
    await sendDue(deps, worker, 10);
    expect(deps.channel.log).toEqual([]);
    expect(await statesOf(deps.store)).toEqual({ "skipped:suppressed": 1 });
  });

  it("a suppression between claim and request still holds the message back", async () => {
    const deps = await world();
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    const late = {
      ...deps,
      content: {
        prepare: async (messages: Parameters<typeof deps.content.prepare>[0]) => {
          await deps.store.write([
            sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
              values ('h:ada@people.example', 'email', '', 'complaint', 'test', 0)`,
          ]);
          return deps.content.prepare(messages);
        },
      },
    };
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    await sendDue(late, worker, 10);
    expect(deps.channel.log).toEqual([]);
    expect(await statesOf(deps.store)).toEqual({ "skipped:suppressed": 1 });
  });

  it("a paused newsletter sends nothing from the next claim on, and goes on when resumed", async () => {
    const deps = await world();
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    await deps.store.write([sql`update newsletters set state = 'paused'`]);
    expect((await sendDue(deps, worker, 10)).taken).toBe(0);
    await deps.store.write([sql`update newsletters set state = 'running'`]);
    expect((await sendDue(deps, worker, 10)).sent).toBe(1);
  });

  it("what is older than its grace time is skipped and counted, never a burst", async () => {
    const deps = await world();
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    deps.clock.advance(25 * HOUR_MS);
    await sendDue(deps, worker, 10);
    expect(await statesOf(deps.store)).toEqual({ "skipped:missed": 1 });
  });

  it("a deferred message is tried again with the same bytes, and only after its wait", async () => {
    const channel = scriptedChannel();
    const deps = await world({ channel });
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    channel.answer = () => ({ kind: "deferred", reason: "busy" });
    await sendDue(deps, worker, 10);
    expect((await sendDue(deps, worker, 10)).taken).toBe(0);
    deps.clock.advance(2 * MINUTE_MS);
    channel.answer = () => ({ kind: "accepted", providerId: "p" });
    expect((await sendDue(deps, worker, 10)).sent).toBe(1);
    expect(channel.tries).toHaveLength(2);
    expect(channel.tries[1]).toEqual(channel.tries[0]);
  });

  it("a lost answer is not repeated for marketing, once for transactional mail, and with the same key inside a provider's window", async () => {
    for (const [messageClass, windowMs, times] of [
      ["marketing", 0, 1],
      ["transactional", 0, 2],
      ["marketing", 15 * MINUTE_MS, 3],
    ] as const) {
      const channel = scriptedChannel({ idempotencyWindowMs: windowMs });
      const deps = await messageWorld({ channel });
      await addNewsletter(deps.store, "news", { messageClass });
      await startPlannerAt(deps.store, START);
      await addCustomer(deps.store, "ada", { newsletters: ["news"] });
      deps.clock.set(EIGHT);
      await planMessages(deps.store, EIGHT, plan);
      channel.answer = () => ({ kind: "unknown", reason: "lost" });
      for (let turn = 0; turn < 20; turn += 1) await sendDue(deps, worker, 10);
      expect(channel.log, "nothing is repeated at once").toHaveLength(1);
      for (let minute = 0; minute < 60; minute += 1) {
        deps.clock.advance(MINUTE_MS);
        await sendDue(deps, worker, 10);
      }
      expect(channel.log).toHaveLength(times);
      expect(new Set(channel.log.map((sent) => sent.key)).size).toBe(1);
      expect(await statesOf(deps.store)).toEqual({ "unknown_outcome:answer_lost": 1 });
    }
  });

  it("a lost answer is not asked for again by a sender that wakes after the provider's memory", async () => {
    const channel = scriptedChannel({ idempotencyWindowMs: 15 * MINUTE_MS });
    const deps = await world({ channel });
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    channel.answer = () => ({ kind: "unknown", reason: "lost" });
    await sendDue(deps, worker, 10);
    deps.clock.advance(HOUR_MS);
    expect((await sendDue(deps, worker, 10)).unknown).toBe(1);
    expect(channel.tries).toHaveLength(1);
    expect(await statesOf(deps.store)).toEqual({ "unknown_outcome:answer_lost": 1 });
  });

  it("a recipient whom the provider does not know is suppressed by hash", async () => {
    const deps = await world();
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    deps.channel.answer = () => ({ kind: "rejected", reason: "5.1.1", suppress: true });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    await sendDue(deps, worker, 10);
    expect(await deps.store.read(sql`select address_hash, reason from suppressions`)).toMatchObject([
      { address_hash: "h:ada@people.example", reason: "unknown_recipient" },
    ]);
  });

  it("a worker that wakes after its lease finds its rows taken and changes nothing", async () => {
    const deps = await world();
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    const asleep = {
      ...deps,
      content: {
        prepare: async (messages: Parameters<typeof deps.content.prepare>[0]) => {
          deps.clock.advance(2 * MINUTE_MS);
          await recoverMessages(deps);
          await sendDue(deps, worker, 10);
          return deps.content.prepare(messages);
        },
      },
    };
    await sendDue(asleep, { name: "late", nextTurn: () => 1 }, 10);
    expect(deps.channel.log).toHaveLength(1);
  });
});

describe("leases", () => {
  it("a batch that takes longer than its lease is finished by whoever holds the rows: nobody gets two, nothing is called unknown", async () => {
    const channel = scriptedChannel({ concurrency: 2, timeoutMs: 20_000 });
    const deps = await messageWorld({ channel });
    await addNewsletter(deps.store, "news", { messageClass: "transactional" });
    await startPlannerAt(deps.store, START);
    for (let index = 0; index < 12; index += 1) await addCustomer(deps.store, `c${index}`, { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, plan);
    // Each group takes 19 s of a lease of 60; beside it another worker recovers and sends what it may.
    const slow = {
      ...deps,
      channels: new Map([
        [
          "email",
          {
            ...channel,
            send: async (...args: Parameters<typeof channel.send>) => {
              deps.clock.advance(9_500);
              const other = { name: "other", nextTurn: () => (turns += 1) };
              await recoverMessages(deps);
              await sendDue(deps, other, 12);
              return channel.send(...args);
            },
          },
        ],
      ]),
    };
    await sendDue(slow, worker, 12);
    await recoverMessages(deps);
    await sendDue(deps, worker, 12);
    expect(channel.log).toHaveLength(12);
    expect(new Set(channel.log.map((sent) => sent.to)).size).toBe(12);
    expect(await statesOf(deps.store)).toEqual({ accepted: 12 });
  });
});

describe("caps", () => {
  it("fifty workers at once never let a customer have more than her cap, and the higher priority wins", async () => {
    const deps = await messageWorld();
    const codes = Array.from({ length: 8 }, (_, index) => `n${index}`);
    for (const [index, code] of codes.entries()) await addNewsletter(deps.store, code, { priority: index });
    await startPlannerAt(deps.store, START);
    for (const code of ["ada", "bea", "cleo"]) await addCustomer(deps.store, code, { newsletters: codes });
    await deps.store.write([
      sql`insert into preferences (customer_id, cap_count, cap_days, updated_at) select id, 3, 7, 0 from customers`,
    ]);
    for (let day = 0; day < 9; day += 1) {
      deps.clock.set(EIGHT + day * 24 * HOUR_MS);
      await planMessages(deps.store, deps.clock.now(), plan);
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => sendDue(deps, { name: `w${index}`, nextTurn: () => day }, 8)),
      );
    }
    const sent = deps.channel.log.map((message) => message.content.subject);
    expect(sent.filter((subject) => subject.startsWith("ada"))).toEqual([
      ...Array.from({ length: 3 }, () => "ada 2026-11-22"),
      ...Array.from({ length: 3 }, () => "ada 2026-11-29"),
    ]);
    const winners = await deps.store.read<{ code: string }>(sql`select distinct n.code from messages m
      join newsletters n on n.id = m.newsletter_id where m.state = 'accepted' order by n.code`);
    expect(winners.map((row) => row.code)).toEqual(["n5", "n6", "n7"]);
  });
});

describe("quiet hours", () => {
  it("a message that falls due in a customer's quiet hours waits for their end", async () => {
    const deps = await world();
    const id = await addCustomer(deps.store, "ada", { newsletters: ["news"], minute: 23 * 60 });
    await deps.store.write([
      sql`insert into preferences (customer_id, quiet_from, quiet_until, updated_at) values (${id}, 1320, 420, 0)`,
    ]);
    const eleven = START + 23 * HOUR_MS;
    deps.clock.set(eleven);
    await planMessages(deps.store, eleven, plan);
    await sendDue(deps, worker, 10);
    expect(deps.channel.log).toEqual([]);
    deps.clock.set(START + 31 * HOUR_MS);
    await sendDue(deps, worker, 10);
    expect(deps.channel.log).toHaveLength(1);
  });
});
