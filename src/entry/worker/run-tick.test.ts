import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { countDue } from "#entry/queues/count-due.ts";
import { runTick } from "./run-tick.ts";
import { isAwake, mostDue } from "#entry/queues/wake.ts";

const EIGHT = START + 8 * HOUR_MS;

async function world(customers: number, sendBatch: number) {
  const messages = await messageWorld();
  await addNewsletter(messages.store, "news");
  await startPlannerAt(messages.store, START);
  for (let index = 0; index < customers; index += 1) {
    await addCustomer(messages.store, `c${index}`, { newsletters: ["news"] });
  }
  messages.clock.set(EIGHT);
  const { store, clock, secret } = messages;
  const ids = idsFrom(clock, (size) => new Uint8Array(size));
  const words: string[] = [];
  const told: Array<readonly [string, object]> = [];
  return {
    messages,
    words,
    told,
    tick: {
      station: {
        messages,
        customers: { store, clock, secret, ids, defaultCountry: "GB", projectors: [], mergers: [] },
        tickDeps: { messages, worker: { name: "w", nextTurn: () => 1 }, sendBatch },
        runFeeds: async () => ({ feeds: 0, images: 0 }),
        tendOwnSites: async () => 0,
        tendImports: async () => undefined,
        followTriggers: async () => ({ seen: 0, entered: 0 }),
      },
      wakes: {
        sendBatch: async (bodies: Iterable<{ readonly body: string }>) => {
          for (const { body } of bodies) words.push(body);
        },
      } as unknown as Parameters<typeof runTick>[0]["wakes"],
      sendTurn: async () => 0,
      log: (event: string, detail: object) => void told.push([event, detail]),
    },
  };
}

describe("the tick at the edge", () => {
  it("plans, and wakes as many senders as what is due needs; it sends nothing itself", async () => {
    const { tick, words, told, messages } = await world(5, 2);
    await runTick(tick);
    expect(words).toEqual(["due/email", "due/email", "due/email"]);
    expect(told).toEqual([["tick", expect.objectContaining({ planned: 5, woken: 3, swept: 0, settled: 0 })]]);
    expect(await statesOf(messages.store)).toEqual({ planned: 5 });
    messages.clock.set(EIGHT - HOUR_MS);
    await runTick(tick);
    expect(words).toHaveLength(3);
  });

  it("a step that fails is told by its name, holds none of the others up, and the tick counts as failed", async () => {
    const { tick, told, messages } = await world(1, 2);
    const wakes = { sendBatch: () => Promise.reject(new TypeError("The queue is away.")) };
    await expect(runTick({ ...tick, wakes })).rejects.toThrow(AggregateError);
    expect(told).toEqual([
      ["step_failed", { step: "woken", name: "TypeError" }],
      ["tick", expect.objectContaining({ planned: 1, settled: 0, forgotten: 0 })],
    ]);
    expect(told.at(-1)?.[1]).not.toHaveProperty("woken");
    messages.clock.advance(DAY_MS);
    await runTick(tick);
    expect(told.at(-1)).toEqual(["tick", expect.objectContaining({ planned: 1, woken: 1, forgotten: 0 })]);
  });

  it("counts no further than one tick can wake for, and only what runs", async () => {
    const { messages, tick } = await world(4, 2);
    await runTick(tick);
    const { store } = messages;
    expect((await countDue(store, { now: EIGHT, limit: 3 })).due).toBe(3);
    expect(await countDue(store, { now: EIGHT, limit: mostDue(2) })).toEqual({ due: 4, oldestDueAt: EIGHT });
    await store.write([{ sql: "update newsletters set state = 'paused'", params: [] }]);
    expect(await countDue(store, { now: EIGHT, limit: 10 })).toEqual({ due: 0, oldestDueAt: null });
  });

  it("a wake word that waited longer than two ticks wakes nobody", () => {
    expect([isAwake(EIGHT, EIGHT), isAwake(EIGHT, EIGHT + MINUTE_MS), isAwake(EIGHT, EIGHT + 2 * MINUTE_MS)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
