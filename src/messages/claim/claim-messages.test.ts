import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { err } from "#kernel/result.ts";
import type { ContentSource } from "#messages/message.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import {
  addCustomer,
  addNewsletter,
  type MessageWorld,
  messageWorld,
  plainContent,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";

const EIGHT = START + 8 * HOUR_MS;
const FAMILY = "family@people.example";
let turns = 0;
const worker = { name: "w", nextTurn: () => (turns += 1) };

const planAndSend = async (deps: MessageWorld, at: number) => {
  deps.clock.set(at);
  await planMessages(deps.store, at, { planAheadMs: DAY_MS, graceMs: 30 * DAY_MS });
  while ((await sendDue(deps, worker, 50)).taken > 0);
};
const sent = (deps: MessageWorld) => deps.channel.log.map((message) => message.content.subject);

/** Ada and Ben read their mail under one address. */
async function family(options: Parameters<typeof messageWorld>[0] = {}) {
  const deps = await messageWorld(options);
  await addNewsletter(deps.store, "daily");
  await addNewsletter(deps.store, "other");
  const ada = await addCustomer(deps.store, "ada", { newsletters: ["daily"], email: FAMILY });
  const ben = await addCustomer(deps.store, "ben", { newsletters: ["daily"], email: FAMILY });
  await startPlannerAt(deps.store, START);
  return { deps, ada, ben };
}

/** One message of the other newsletter fills her limit of one in seven days. */
const fillCap = (deps: MessageWorld, customerId: number) =>
  deps.store.write([
    sql`insert into preferences (customer_id, cap_count, cap_days, updated_at) values (${customerId}, 1, 7, 0)`,
    sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, reserved_at,
      accepted_at) values (${customerId}, 2, '2026-11-20', 'email', 'accepted', 0, 0, ${START - DAY_MS}, ${START - DAY_MS})`,
  ]);

describe("what was missed", () => {
  it("after days of rest a newsletter sends each customer the newest of her missed dates, and no burst", async () => {
    const deps = await messageWorld();
    await addNewsletter(deps.store, "daily", { graceMs: 10 * DAY_MS });
    await addCustomer(deps.store, "ada", { newsletters: ["daily"] });
    await startPlannerAt(deps.store, START);
    await deps.store.write([sql`update newsletters set state = 'paused'`]);
    for (let day = 0; day < 6; day += 1) await planAndSend(deps, EIGHT + day * DAY_MS);
    await deps.store.write([sql`update newsletters set state = 'running'`]);
    while ((await sendDue(deps, worker, 2)).taken > 0);
    expect(sent(deps)).toEqual(["ada 2026-11-27"]);
    expect(await statesOf(deps.store)).toEqual({ accepted: 1, planned: 1, "skipped:missed": 5 });
  });

  it("a date that was tried before the next one came is still retried", async () => {
    const { deps } = await family();
    deps.channel.answer = () => ({ kind: "deferred", reason: "busy", retryAt: EIGHT + DAY_MS });
    await planAndSend(deps, EIGHT);
    deps.channel.answer = () => ({ kind: "accepted", providerId: "p" });
    await planAndSend(deps, EIGHT + 1.2 * DAY_MS);
    expect(sent(deps).toSorted()).toEqual(["ada 2026-11-22", "ada 2026-11-23"]);
  });
});

describe("an address that several customers share", () => {
  it("gets its mail through the one whose limit is not reached", async () => {
    const { deps, ada } = await family();
    await fillCap(deps, ada);
    await planAndSend(deps, EIGHT);
    expect(sent(deps)).toEqual(["ben 2026-11-22"]);
    expect(await statesOf(deps.store)).toMatchObject({ "skipped:capped": 1 });
  });

  it("gets its mail now through the one who has no quiet hours, and not again at their end", async () => {
    const { deps, ada } = await family();
    await deps.store.write([
      sql`insert into preferences (customer_id, quiet_from, quiet_until, updated_at) values (${ada}, 420, 600, 0)`,
    ]);
    await planAndSend(deps, EIGHT);
    expect(sent(deps)).toEqual(["ben 2026-11-22"]);
    await planAndSend(deps, EIGHT + 3 * HOUR_MS);
    expect(deps.channel.log).toHaveLength(1);
    expect(await statesOf(deps.store)).toMatchObject({ accepted: 1, "skipped:same_address": 1 });
  });

  it("gets its mail through the other where there is nothing to say to the first", async () => {
    const content: ContentSource = {
      prepare: async (messages) => {
        const prepared = await plainContent.prepare(messages);
        return new Map(
          messages.map((one) => [
            one.id,
            one.customerCode === "ada" ? err("nothing_to_say") : (prepared.get(one.id) ?? err("nothing_to_say")),
          ]),
        );
      },
    };
    const { deps } = await family({ content });
    await planAndSend(deps, EIGHT);
    expect(sent(deps)).toEqual(["ben 2026-11-22"]);
  });

  it("is free again where the first try was put off and its customer then reached her limit", async () => {
    const { deps, ada } = await family();
    deps.channel.answer = () => ({ kind: "deferred", reason: "busy" });
    await planAndSend(deps, EIGHT);
    await fillCap(deps, ada);
    deps.channel.answer = () => ({ kind: "accepted", providerId: "p" });
    await planAndSend(deps, EIGHT + HOUR_MS);
    expect(sent(deps)).toEqual(["ben 2026-11-22"]);
  });

  it("is not taken by a message whose customer has moved to another one", async () => {
    const { deps, ada, ben } = await family();
    await deps.store.write([
      sql`update subscriptions set state = 'off' where customer_id = ${ben}`,
      sql`insert into address_reservations (address_hash, newsletter_id, occurrence_on, lane, message_id)
        values (${`h:${FAMILY}`}, 1, '2026-11-22', '', 1)`,
      sql`update customers set email = 'ada@new.example', email_hash = 'h:ada@new.example' where id = ${ada}`,
      sql`update subscriptions set state = 'active' where customer_id = ${ben}`,
    ]);
    await planAndSend(deps, EIGHT);
    expect(deps.channel.log.map((message) => message.to).toSorted()).toEqual(["ada@new.example", FAMILY]);
  });
});

it("who switched a service notice off receives none, even if one is due", async () => {
  const deps = await messageWorld();
  await addNewsletter(deps.store, "service", { messageClass: "transactional" });
  await addCustomer(deps.store, "ada", { newsletters: ["service"] });
  await startPlannerAt(deps.store, START);
  await planMessages(deps.store, START, { planAheadMs: 9 * HOUR_MS, graceMs: DAY_MS });
  await deps.store.write([sql`update subscriptions set state = 'off'`]);
  deps.clock.set(EIGHT);
  await sendDue(deps, worker, 10);
  expect(deps.channel.log).toEqual([]);
  expect(await statesOf(deps.store)).toEqual({ "skipped:changed_choice": 1 });
});
