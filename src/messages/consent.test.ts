import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { consentProjection } from "#customers/facts/consent-statements.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { findNewsletter } from "#messages/newsletters/list-newsletters.ts";
import { subscribeByDefault } from "#messages/newsletters/subscribe-by-default.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { hasConsent } from "./consent.ts";

type Said = readonly [state: "granted" | "withdrawn", channel: string, topic: string, at: number];

/** Records in the order in which they came, and the states that follow. */
async function says(store: Store, customerId: number, records: readonly Said[]): Promise<void> {
  await store.write([
    ...records.map(
      ([state, channel, topic, at]) =>
        sql`insert into consents (customer_id, purpose, channel, topic, state, at, wording, source)
          values (${customerId}, 'receive', ${channel}, ${topic}, ${state}, ${at}, 'as said', 'test')`,
    ),
    ...consentProjection({ sql: "?", params: [customerId] }),
  ]);
}

async function mayReceive(...records: readonly Said[]): Promise<boolean> {
  const store = await freshStore();
  await says(store, 1, records);
  const [row] = await store.read<{ may: number }>(
    sql`select ${hasConsent({ customerId: "1", channel: "'email'", topic: "'garden'" })} as may`,
  );
  return row?.may === 1;
}

describe("consent to receive a topic on a channel", () => {
  it("is there for what was granted by name, on all channels, for all topics, or for everything", async () => {
    expect(await mayReceive(["granted", "email", "garden", 1])).toBe(true);
    expect(await mayReceive(["granted", "", "garden", 1])).toBe(true);
    expect(await mayReceive(["granted", "email", "", 1])).toBe(true);
    expect(await mayReceive(["granted", "", "", 1])).toBe(true);
    expect(await mayReceive()).toBe(false);
    expect(await mayReceive(["granted", "sms", "garden", 1], ["granted", "email", "kitchen", 1])).toBe(false);
  });

  it("ends with a newer withdrawal of everything, however exactly it was granted before", async () => {
    for (const [channel, topic] of [
      ["", ""],
      ["email", ""],
      ["", "garden"],
    ] as const) {
      expect(await mayReceive(["granted", "email", "garden", 1], ["withdrawn", channel, topic, 2])).toBe(false);
    }
  });

  it("goes by when it was said and not by when it arrived", async () => {
    expect(await mayReceive(["withdrawn", "", "", 2], ["granted", "email", "garden", 1])).toBe(false);
    expect(await mayReceive(["granted", "email", "garden", 2], ["withdrawn", "", "", 1])).toBe(true);
  });

  it("comes back with a newer grant by name, for that alone", async () => {
    const over: Said = ["withdrawn", "", "", 2];
    expect(await mayReceive(["granted", "email", "kitchen", 1], over, ["granted", "email", "garden", 3])).toBe(true);
    expect(await mayReceive(["granted", "email", "garden", 1], over, ["granted", "email", "kitchen", 3])).toBe(false);
  });

  it("is not brought back by a general yes where it was refused by name, nor by one that is no more exact", async () => {
    expect(await mayReceive(["withdrawn", "email", "garden", 1], ["granted", "", "", 2])).toBe(false);
    expect(await mayReceive(["withdrawn", "email", "", 1], ["granted", "", "garden", 2])).toBe(false);
  });

  it("of one moment, what was said last holds, as within one form", async () => {
    expect(await mayReceive(["withdrawn", "", "", 1], ["granted", "email", "garden", 1])).toBe(true);
    expect(await mayReceive(["granted", "email", "garden", 1], ["withdrawn", "", "", 1])).toBe(false);
  });
});

describe("everybody who asks for consent", () => {
  it("hears that it ended with everything: the plan, the claim, the vendor's default and her page", async () => {
    const world = await messageWorld();
    const { store, clock } = world;
    await addNewsletter(store, "garden");
    await startPlannerAt(store, START);
    const eva = await addCustomer(store, "eva", { newsletters: ["garden"] });
    const fay = await addCustomer(store, "fay", { newsletters: [] });
    await says(store, eva, [["granted", "email", "garden", START - DAY_MS]]);
    await says(store, fay, [["granted", "email", "garden", START - DAY_MS]]);
    const isOn = async () => (await findPreferences(store, { code: "eva" }))?.newsletters[0]?.isOn;
    const plan = () => planMessages(store, clock.now(), { planAheadMs: DAY_MS, graceMs: DAY_MS });

    expect([(await plan()).planned, await isOn()]).toEqual([1, true]);
    await says(store, eva, [["withdrawn", "", "", START]]);
    await says(store, fay, [["withdrawn", "", "", START]]);
    const newsletter = await findNewsletter(store, "garden");
    if (newsletter === undefined) throw new Error("The newsletter is not there.");
    expect(await subscribeByDefault(world, newsletter)).toEqual({ subscribed: 0 });
    expect(await isOn()).toBe(false);
    clock.set(START + 8 * HOUR_MS);
    await sendDue(world, { name: "w", nextTurn: () => 1 }, 10);
    expect([world.channel.log.length, await statesOf(store)]).toEqual([0, { "skipped:no_consent": 1 }]);
    clock.set(START + DAY_MS);
    expect((await plan()).planned).toBe(0);
  });

  it("hears that she agreed to everything at once: she gets the vendor's default", async () => {
    const world = await messageWorld();
    const { store } = world;
    await addNewsletter(store, "garden");
    await startPlannerAt(store, START);
    for (const [code, said] of [
      ["all", [["granted", "", "", 1]]],
      ["mails", [["granted", "email", "", 1]]],
      [
        "but",
        [
          ["granted", "", "", 1],
          ["withdrawn", "email", "garden", 1],
        ],
      ],
    ] as const) {
      await says(store, await addCustomer(store, code, { newsletters: [] }), said);
    }
    const newsletter = await findNewsletter(store, "garden");
    if (newsletter === undefined) throw new Error("The newsletter is not there.");
    expect(await subscribeByDefault(world, newsletter)).toEqual({ subscribed: 2 });
    expect((await planMessages(store, START, { planAheadMs: DAY_MS, graceMs: DAY_MS })).planned).toBe(2);
  });
});
