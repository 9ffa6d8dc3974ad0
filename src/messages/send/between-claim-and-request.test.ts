import { sql, type SQL } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "#kernel/clock.ts";
import { answerLost } from "#store/http-faults.ts";
import { type Statement, type Store, toQuery } from "#store/store.ts";
import type { ContentSource } from "#messages/message.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import {
  addCustomer,
  addNewsletter,
  type MessageWorld,
  messageWorld,
  plainContent,
  scriptedChannel,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { sendDue } from "./send-due.ts";

const EIGHT = START + 8 * HOUR_MS;
let turns = 0;
const worker = { name: "w", nextTurn: () => (turns += 1) };

/** Ada's message is due; `statements` come true once, after it is claimed and written and before its request leaves. */
async function whileSending(statements: readonly SQL[], messageClass = "marketing"): Promise<MessageWorld> {
  let left = statements;
  const content: ContentSource = {
    prepare: async (messages) => {
      const prepared = await plainContent.prepare(messages);
      const now = left;
      left = [];
      if (now.length > 0) await deps.store.write(now);
      return prepared;
    },
  };
  const deps = await messageWorld({ content });
  await addNewsletter(deps.store, "news", { messageClass });
  await addCustomer(deps.store, "ada", { newsletters: ["news"], zone: "Pacific/Auckland" });
  await startPlannerAt(deps.store, START);
  deps.clock.set(EIGHT + 12 * HOUR_MS);
  await planMessages(deps.store, deps.clock.now(), { planAheadMs: 0, graceMs: 2 * 86_400_000 });
  await sendDue(deps, worker, 10);
  return deps;
}

const withdrawn = [
  sql`update consent_states set is_granted = 0`,
  sql`insert into consents (customer_id, purpose, channel, topic, state, at, wording, source)
    values (1, 'receive', 'email', 'news', 'withdrawn', 1, 'No', 'test')`,
];
const pause = (from: string) => [
  sql`insert into preferences (customer_id, paused_from, updated_at) values (1, ${from}, 0)`,
];
const newAddress = [sql`update customers set email = 'ada@new.example', email_hash = 'h:ada@new.example'`];

describe("between claim and request", () => {
  it.each([
    ["withdraws her consent", withdrawn, "no_consent"],
    ["switches the newsletter off", [sql`update subscriptions set state = 'off'`], "changed_choice"],
    ["pauses everything from the date of the message", pause("2026-11-22"), "paused"],
    ["pauses everything from today, where she lives", pause("2026-11-23"), "paused"],
    ["erases herself", [sql`update customers set erased_at = 1`], "erased"],
  ] as const)("a customer who %s receives nothing", async (_, statements, reason) => {
    const deps = await whileSending(statements);
    expect(deps.channel.tries).toEqual([]);
    expect(await statesOf(deps.store)).toEqual({ [`skipped:${reason}`]: 1 });
  });

  it("a customer whose pause begins tomorrow still receives today's message", async () => {
    const deps = await whileSending(pause("2026-11-24"));
    expect(deps.channel.log).toHaveLength(1);
  });

  it("a service notice is sent without consent and in a pause, and not to who switched it off", async () => {
    const held = await whileSending([...withdrawn, ...pause("2026-11-22")], "transactional");
    expect(held.channel.log).toHaveLength(1);
    const off = await whileSending([sql`update subscriptions set state = 'off'`], "transactional");
    expect(off.channel.log).toEqual([]);
  });

  it("a newsletter that is paused sends nothing more, and the message goes when it runs again", async () => {
    const deps = await whileSending([sql`update newsletters set state = 'paused'`]);
    expect(deps.channel.tries).toEqual([]);
    const [row] = await deps.store.read(sql`select state, claimed_by, lease_until, reserved_at from messages`);
    expect(row).toEqual({ state: "planned", claimed_by: null, lease_until: null, reserved_at: null });
    await deps.store.write([sql`update newsletters set state = 'running'`]);
    expect((await sendDue(deps, worker, 10)).sent).toBe(1);
  });

  it("a customer who changes her address gets the message there, and the old address gets none", async () => {
    const deps = await whileSending(newAddress);
    expect(deps.channel.tries).toEqual([]);
    await sendDue(deps, worker, 10);
    expect(deps.channel.log.map((message) => message.to)).toEqual(["ada@new.example"]);
  });

  it("a message of a customer who is merged is not sent in her old name", async () => {
    const deps = await whileSending([
      sql`insert into customers (code, zone, email, email_hash, created_at, updated_at)
        values ('eva', 'UTC', 'ada@people.example', 'h:ada@people.example', 0, 0)`,
      sql`update customers set merged_into = 2 where code = 'ada'`,
      sql`update messages set customer_id = 2`,
      sql`update consent_states set customer_id = 2`,
    ]);
    expect(deps.channel.tries).toEqual([]);
    await sendDue(deps, worker, 10);
    expect(deps.channel.log.map((message) => message.content.subject)).toEqual(["eva 2026-11-23"]);
  });
});

describe("where the answer to the last look was lost and it is asked again", () => {
  /** Ada's message is due; the first answer to what begins its try is lost, and `meanwhile` comes true before it is asked again. */
  async function askedAgain(meanwhile: SQL): Promise<MessageWorld> {
    const deps = await messageWorld();
    await addNewsletter(deps.store, "news");
    await addCustomer(deps.store, "ada", { newsletters: ["news"] });
    await startPlannerAt(deps.store, START);
    deps.clock.set(EIGHT);
    await planMessages(deps.store, EIGHT, { planAheadMs: 0, graceMs: 86_400_000 });
    let isLost = false;
    const store: Store = {
      ...deps.store,
      read: (statement) => deps.store.read(statement),
      write: async <T>(statements: readonly Statement[]) => {
        const rows = await deps.store.write<T>(statements);
        const begins = statements.some((statement) => toQuery(statement).sql.includes("set state = 'attempting'"));
        if (!begins || isLost) return rows;
        isLost = true;
        await deps.store.write([meanwhile]);
        throw answerLost(undefined);
      },
    };
    await sendDue({ ...deps, store }, worker, 10);
    return deps;
  }

  it("an opt-out in between holds it back, with its reason", async () => {
    const deps = await askedAgain(sql`update subscriptions set state = 'off'`);
    expect([deps.channel.tries, await statesOf(deps.store)]).toEqual([[], { "skipped:changed_choice": 1 }]);
  });

  it("a breaker that opened in between stops it, and it goes once the breaker is closed: it was never sent, so nothing is unknown", async () => {
    const deps = await askedAgain(
      sql`insert into breakers (subject, state, cause, opened_at) values ('scripted', 'open', 'complaints', 0)`,
    );
    expect([deps.channel.tries, await statesOf(deps.store)]).toEqual([[], { planned: 1 }]);
    await deps.store.write([sql`update breakers set state = 'closed'`]);
    expect((await sendDue(deps, worker, 10)).sent).toBe(1);
    expect(await deps.store.read(sql`select attempts from messages`)).toEqual([{ attempts: 1 }]);
  });
});

it("a recipient whom the provider does not know is suppressed by the address that was written to", async () => {
  const channel = scriptedChannel();
  const deps = await messageWorld({ channel });
  await addNewsletter(deps.store, "news");
  await addCustomer(deps.store, "ada", { newsletters: ["news"] });
  await startPlannerAt(deps.store, START);
  deps.clock.set(EIGHT);
  await planMessages(deps.store, EIGHT, { planAheadMs: 0, graceMs: 86_400_000 });
  const answering = {
    ...channel,
    send: async () => {
      await deps.store.write(newAddress);
      return { kind: "rejected", reason: "5.1.1", suppress: true } as const;
    },
  };
  await sendDue({ ...deps, channels: new Map([["email", answering]]) }, worker, 10);
  const suppressed = await deps.store.read(sql`select address_hash from suppressions`);
  expect(suppressed).toEqual([{ address_hash: "h:ada@people.example" }]);
});
