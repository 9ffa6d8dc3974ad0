import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Query } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { walksThrough, watchedStore } from "#tests/worlds/watched-store.ts";
import { callOthers } from "./claim-messages.ts";

const BIG = [
  "address_reservations",
  "consent_states",
  "consents",
  "customers",
  "household_members",
  "messages",
  "preferences",
  "push_devices",
  "subscriptions",
  "suppressions",
];

it("to take another of her ways, at the claim and after a refusal, walks through no table that grows", async () => {
  const inner = await freshStore();
  const seen = new Map<string, Query>();
  const world = await messageWorld({ store: watchedStore(inner, seen) });
  world.channel.answer = () => ({ kind: "rejected", reason: "no", suppress: false });
  await addNewsletter(inner, "news");
  await addCustomer(inner, "ada", { newsletters: ["news"] });
  await addCustomer(inner, "ben", { newsletters: ["news"], email: null });
  await startPlannerAt(inner, START);
  await inner.write([
    sql`update newsletters set channels = '["email","sms","push"]'`,
    sql`update subscriptions set channel_order = '["email","sms","push"]'`,
    sql`update customers set phone = '+4366' || id, phone_hash = 'h:+4366' || id`,
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      select id, 'receive', 'sms', 'news', 1, 2 from customers`,
  ]);
  const deps = {
    ...world,
    channels: new Map([...world.channels, ["sms", { ...world.channel, kind: "sms" as const }]]),
  };
  world.clock.set(START + 8 * HOUR_MS);
  await planMessages(deps.store, world.clock.now(), { planAheadMs: 0, graceMs: HOUR_MS });
  let turns = 0;
  const worker = { name: "w", nextTurn: () => (turns += 1) };
  while ((await sendDue(deps, worker, 10)).taken > 0);
  expect(await inner.read(sql`select json_array_length(ways) as n, channel from messages`)).toEqual([
    { n: 1, channel: "sms" },
    { n: 1, channel: "sms" },
  ]);
  await deps.store.write(callOthers([1, 2]));
  const texts = [...seen.keys()].join("\n");
  for (const step of ["as stuck", "as found", "delete from address_reservations", "json_insert(coalesce(m.ways"]) {
    expect(texts).toContain(step);
  }
  expect(await walksThrough(inner, BIG, seen.values())).toEqual([]);
});
