import { expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Query } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { householdWorld } from "#tests/worlds/household-world.ts";
import { START } from "#tests/worlds/message-world.ts";
import { walksThrough, watchedStore } from "#tests/worlds/watched-store.ts";

const BIG = [
  "customers",
  "events",
  "messages",
  "subscriptions",
  "household_members",
  "household_reservations",
  "address_reservations",
];

it("to send a household one walks through no table that grows", async () => {
  const store = await freshStore();
  const seen = new Map<string, Query>();
  const deps = await householdWorld([{ code: "ada", minute: 1_080 }, { code: "ben" }, { code: "cid" }], {
    store: watchedStore(store, seen),
  });
  deps.channel.answer = (to) =>
    to.startsWith("ada") ? { kind: "rejected", reason: "no", suppress: false } : { kind: "accepted", providerId: "p" };
  let turns = 0;
  const worker = { name: "w", nextTurn: () => (turns += 1) };
  for (const at of [8, 18, 18.1]) {
    deps.clock.set(START + at * HOUR_MS);
    await planMessages(deps.store, deps.clock.now(), { planAheadMs: DAY_MS, graceMs: DAY_MS });
    while ((await sendDue(deps, worker, 10)).taken > 0);
  }
  expect(deps.channel.log.map(({ to }) => to)).toEqual(["ben@people.example"]);
  const texts = [...seen.keys()].join("\n");
  for (const step of [
    "first.due_at",
    "'same_household', reserved_at",
    "into household_reservations",
    "and not (r.message_id = 0",
  ]) {
    expect(texts).toContain(step);
  }
  expect(await walksThrough(store, BIG, seen.values())).toEqual([]);
  const walk = { sql: "select * from events e where e.properties = 'x'", params: [] };
  expect(await walksThrough(store, BIG, [walk])).toHaveLength(1);
});
