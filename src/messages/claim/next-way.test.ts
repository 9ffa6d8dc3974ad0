import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Channel, MessageContent, SendOutcome } from "#channels/channel.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import type { ContentSource, PreparedMessage, SkipReason } from "#messages/message.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { leaveNewsletter } from "#messages/preferences/leave-newsletter.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Store } from "#store/store.ts";
import { choosingDeps } from "#tests/worlds/choosing-world.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import type { HoursOf } from "./claim-messages.ts";

const EIGHT = START + 8 * HOUR_MS;
const ACCEPTED: SendOutcome = { kind: "accepted", providerId: "p" };
const REFUSED: SendOutcome = { kind: "rejected", reason: "mailbox_full", suppress: false };

/** What is said on each channel, and what one of them will not carry. */
function content(unfit?: { readonly channel: string; readonly reason: SkipReason }): ContentSource {
  return {
    prepare: async (messages) =>
      new Map(
        messages.map((message): readonly [number, Result<PreparedMessage, SkipReason>] => {
          if (message.channel === unfit?.channel) return [message.id, err(unfit.reason)];
          const words = `${message.customerCode} by ${message.channel}`;
          const said: MessageContent =
            message.channel === "sms"
              ? { kind: "sms", from: "Vendor", text: words, encoding: "gsm7", segments: 1 }
              : {
                  kind: "email",
                  from: { name: "V", address: "v@v.example" },
                  subject: words,
                  html: words,
                  text: words,
                };
          const prepared = { templateId: 1, inputs: "{}", bodyHash: words, linkIds: [], date: message.dueAt };
          return [message.id, ok({ ...prepared, content: said })];
        }),
      ),
  };
}

type Options = {
  readonly unfit?: Parameters<typeof content>[0];
  readonly channels?: readonly string[];
  readonly hoursOf?: HoursOf;
  readonly idempotencyWindowMs?: number;
};

/** Ada takes a newsletter by e-mail and else by text, and agreed to both. */
async function world(options: Options = {}) {
  const log: string[] = [];
  const answers: Record<string, SendOutcome> = {};
  const channel = (kind: "email" | "sms"): Channel<MessageContent> => ({
    name: `by-${kind}`,
    kind,
    limits: { concurrency: 10, timeoutMs: 1_000, idempotencyWindowMs: options.idempotencyWindowMs ?? 0 },
    send: async ({ to, key }) => {
      log.push(`${kind} ${to} ${key}`);
      return answers[kind] ?? ACCEPTED;
    },
    close: async () => undefined,
  });
  const base = await messageWorld({ content: content(options.unfit) });
  const open = options.channels ?? ["email", "sms"];
  const channels = new Map(
    (["email", "sms"] as const).flatMap((kind) => (open.includes(kind) ? [[kind, channel(kind)]] : [])),
  );
  const { store } = base;
  await addNewsletter(store, "news");
  await store.write([sql`update newsletters set channels = '["email","sms"]'`]);
  const ada = await addCustomer(store, "ada", { newsletters: ["news"] });
  await reachByText(store, ada);
  await order(store, ada, ["email", "sms"]);
  await startPlannerAt(store, START);
  let turn = 0;
  const worker = { name: "w", nextTurn: () => (turn += 1) };
  const { hoursOf } = options;
  const deps: MessageDeps = { ...base, channels, hoursOf: hoursOf === undefined ? undefined : async () => hoursOf };
  const send = async (at: number) => {
    base.clock.set(at);
    await planMessages(store, at, { planAheadMs: 0, graceMs: 30 * DAY_MS });
    for (let step = 0; step < 5 && (await sendDue(deps, worker, 50)).taken > 0; step += 1);
  };
  return { store, log, answers, ada, send, clock: base.clock };
}

async function reachByText(store: Store, customer: number, phone = `+4366000${customer}`): Promise<void> {
  await store.write([
    sql`update customers set phone = ${phone}, phone_hash = ${`h:${phone}`} where id = ${customer}`,
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      values (${customer}, 'receive', 'sms', 'news', 1, 2)`,
  ]);
}

const order = (store: Store, customer: number, channels: readonly string[]) =>
  store.write([
    sql`update subscriptions set channel_order = ${JSON.stringify(channels)} where customer_id = ${customer}`,
  ]);

const rows = (store: Store) =>
  store.read<{ channel: string; state: string; reason: string | null; ways: string | null; attempts: number }>(
    sql`select channel, state, reason, ways, attempts from messages order by id`,
  );
const waysOf = async (store: Store) => {
  const [row] = await rows(store);
  return (JSON.parse(row?.ways ?? "[]") as Array<{ channel: string; reason: string; attempts: number }>).map(
    ({ channel, reason, attempts }) => [channel, reason, attempts],
  );
};
const kinds = (log: readonly string[]) => log.map((line) => line.split(" ")[0]);

describe("a customer whom the first of her channels can't reach", () => {
  it.each([
    ["she has no e-mail address", sql`update customers set email = null, email_hash = null`, "no_address"],
    ["she agreed to no e-mail", sql`delete from consent_states where channel = 'email'`, "no_consent"],
    [
      "her mailbox is gone",
      sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
        values ('h:ada@people.example', 'email', '', 'unknown_recipient', 'provider', 0)`,
      "suppressed",
    ],
  ])("gets the message by the next where %s", async (_, change, reason) => {
    const { store, log, send } = await world();
    await store.write([change]);
    await send(EIGHT);
    expect(kinds(log)).toEqual(["sms"]);
    expect(await rows(store)).toMatchObject([{ channel: "sms", state: "accepted", reason: null, attempts: 1 }]);
    expect(await waysOf(store)).toEqual([["email", reason, 0]]);
  });

  it("gets it by the next where no sender of the first is configured", async () => {
    const { store, log, send } = await world({ channels: ["sms"] });
    await send(EIGHT);
    expect(kinds(log)).toEqual(["sms"]);
    expect(await waysOf(store)).toEqual([["email", "no_channel", 0]]);
  });

  it("gets it at once by the next after a final refusal, under the same key", async () => {
    const { store, log, answers, send } = await world();
    answers["email"] = REFUSED;
    await send(EIGHT);
    expect(kinds(log)).toEqual(["email", "sms"]);
    expect(new Set(log.map((line) => line.split(" ")[2])).size).toBe(1);
    expect(await rows(store)).toMatchObject([{ channel: "sms", state: "accepted", attempts: 1 }]);
    expect(await waysOf(store)).toEqual([["email", "mailbox_full", 1]]);
  });

  it.each(["too_long", "no_sender"] as const)("gets it by the next where the first is %s for it", async (reason) => {
    const { store, log, ada, send } = await world({ unfit: { channel: "sms", reason } });
    await store.write([sql`update subscriptions set channel = 'sms'`]);
    await order(store, ada, ["sms", "email"]);
    await send(EIGHT);
    expect(kinds(log)).toEqual(["email"]);
    expect(await waysOf(store)).toEqual([["sms", reason, 0]]);
  });

  it("goes by her order for all newsletters where this one has none of its own", async () => {
    const { store, log, answers, ada, send } = await world();
    await store.write([
      sql`update subscriptions set channel_order = null`,
      sql`insert into preferences (customer_id, channel_order, updated_at) values (${ada}, '["email","push","sms"]', 0)`,
    ]);
    answers["email"] = REFUSED;
    await send(EIGHT);
    expect(kinds(log)).toEqual(["email", "sms"]);
  });

  it("is refused once by each way and no more", async () => {
    const { store, log, answers, send } = await world();
    answers["email"] = REFUSED;
    answers["sms"] = { kind: "rejected", reason: "unreachable", suppress: false };
    await send(EIGHT);
    expect(kinds(log)).toEqual(["email", "sms"]);
    expect(await rows(store)).toMatchObject([{ channel: "sms", state: "rejected", reason: "unreachable" }]);
  });
});

describe("no other way is taken", () => {
  it("where she chose no order", async () => {
    const { store, log, send } = await world();
    await store.write([
      sql`update subscriptions set channel_order = null`,
      sql`update customers set email = null, email_hash = null`,
    ]);
    await send(EIGHT);
    expect(log).toEqual([]);
    expect(await rows(store)).toEqual([]);
  });

  it("that she did not agree to, or that the newsletter does not come by", async () => {
    const unasked = await world();
    unasked.answers["email"] = REFUSED;
    await unasked.store.write([sql`delete from consent_states where channel = 'sms'`]);
    await unasked.send(EIGHT);
    const narrow = await world();
    narrow.answers["email"] = REFUSED;
    await narrow.store.write([sql`update newsletters set channels = '["email","push"]'`]);
    await narrow.send(EIGHT);
    expect([kinds(unasked.log), kinds(narrow.log)]).toEqual([["email"], ["email"]]);
  });

  it("of a transactional message either without her consent", async () => {
    const { store, log, answers, send } = await world();
    answers["email"] = REFUSED;
    await store.write([
      sql`update newsletters set message_class = 'transactional'`,
      sql`delete from consent_states where channel = 'sms'`,
    ]);
    await send(EIGHT);
    expect(kinds(log)).toEqual(["email"]);
  });

  it("where the answer was lost: she may have it", async () => {
    const { store, log, answers, send } = await world();
    answers["email"] = { kind: "unknown", reason: "answer_lost" };
    await send(EIGHT);
    await send(EIGHT + DAY_MS / 2);
    expect(kinds(log)).toEqual(["email"]);
    expect(await rows(store)).toMatchObject([{ channel: "email", state: "unknown_outcome" }]);
  });

  it("where it is refused at last and an earlier answer was lost", async () => {
    const { store, log, answers, send } = await world({ idempotencyWindowMs: DAY_MS });
    answers["email"] = { kind: "unknown", reason: "answer_lost" };
    await send(EIGHT);
    answers["email"] = REFUSED;
    await send(EIGHT + HOUR_MS);
    expect(kinds(log)).toEqual(["email", "email"]);
    expect(await rows(store)).toMatchObject([{ channel: "email", state: "rejected", attempts: 2 }]);
  });

  it.each(["unsubscribed", "complaint"])("where she is suppressed there as %s", async (reason) => {
    const { store, log, send } = await world();
    await store.write([
      sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
        values ('h:ada@people.example', 'email', 'news', ${reason}, 'test', 0)`,
    ]);
    await send(EIGHT);
    expect(log).toEqual([]);
    expect(await rows(store)).toMatchObject([{ state: "skipped", reason: "suppressed" }]);
  });

  it("to a telephone that another of the same occurrence has", async () => {
    const { store, log, answers, send } = await world();
    const ben = await addCustomer(store, "ben", { newsletters: ["news"] });
    await reachByText(store, ben, "+43660001");
    await order(store, ben, ["email", "sms"]);
    answers["email"] = REFUSED;
    await store.write([sql`update customers set phone_hash = 'h:+43660001', phone = '+43660001'`]);
    await send(EIGHT);
    expect(
      kinds(log)
        .map(String)
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(["email", "email", "sms"]);
    expect((await rows(store)).map(({ state }) => state)).toEqual(["accepted", "skipped"]);
  });
});

describe("by the next of her ways", () => {
  it("the hours of that way are heeded", async () => {
    const texts = { windows: [{ from: 420, to: 600 }], zones: ["UTC"] };
    const { store, log, answers, send } = await world({
      hoursOf: ({ channel }) => (channel === "sms" ? texts : undefined),
    });
    answers["email"] = REFUSED;
    await send(EIGHT);
    expect(kinds(log)).toEqual(["email"]);
    expect(await rows(store)).toMatchObject([{ channel: "sms", state: "planned", attempts: 0 }]);
    await send(EIGHT + 2 * HOUR_MS);
    expect(kinds(log)).toEqual(["email", "sms"]);
  });

  it("a message that fell back counts once against her limit", async () => {
    const { store, log, answers, ada, send } = await world();
    answers["email"] = REFUSED;
    await store.write([
      sql`insert into preferences (customer_id, cap_count, cap_days, updated_at) values (${ada}, 1, 1, 0)`,
    ]);
    await send(EIGHT);
    expect(kinds(log)).toEqual(["email", "sms"]);
    expect(await store.read(sql`select count(*) as n from messages where reserved_at is not null`)).toEqual([{ n: 1 }]);
  });

  it("an opt-out after the fall-back holds it, and what follows", async () => {
    const { store, log, answers, send, clock } = await world();
    answers["email"] = REFUSED;
    answers["sms"] = { kind: "deferred", reason: "busy" };
    await send(EIGHT);
    expect(kinds(log)).toEqual(["email", "sms"]);
    const [message] = await store.read<{ id: number }>(sql`select id from messages order by id`);
    await leaveNewsletter({
      deps: choosingDeps({ store, clock }),
      messageNumber: message?.id ?? 0,
      fromAll: false,
      source: "unsubscribe-page",
      wording: "No more.",
    });
    answers["sms"] = ACCEPTED;
    await send(EIGHT + HOUR_MS);
    await send(EIGHT + DAY_MS);
    expect(kinds(log)).toEqual(["email", "sms"]);
  });
});
