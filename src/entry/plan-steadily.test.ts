import { expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import {
  addCustomer,
  addNewsletter,
  type MessageWorld,
  messageWorld,
  START,
  startPlannerAt,
} from "#tests/worlds/message-world.ts";
import { findWatermark, PLANNER } from "#messages/plan/planner-queries.ts";
import { planSteadily } from "./plan-steadily.ts";

async function world() {
  const told: string[] = [];
  const messages = await messageWorld({ policy: { planAheadMs: 0, maxJumpMs: 15 * MINUTE_MS } });
  await addNewsletter(messages.store, "daily");
  await addCustomer(messages.store, "ada", { newsletters: ["daily"] });
  await startPlannerAt(messages.store, START);
  return { told, deps: { ...messages, log: (event: string) => void told.push(event) } };
}

/** Ticks once a minute; what all of them planned. */
async function live(deps: MessageWorld, from: number, minutes: number): Promise<number> {
  let planned = 0;
  for (let minute = 0; minute <= minutes; minute += 1) {
    deps.clock.set(from + minute * MINUTE_MS);
    planned += (await planSteadily(deps)).planned;
  }
  return planned;
}

it("a clock that is a year ahead for a minute costs nobody a message", async () => {
  const { deps, told } = await world();
  await live(deps, START, 1);
  expect(await live(deps, START + 365 * DAY_MS, 1)).toBe(0);
  expect(await findWatermark(deps.store, PLANNER)).toBe(START + MINUTE_MS);
  expect(told).toEqual(["planner_breaker"]);
  expect(await live(deps, START + 2 * MINUTE_MS, 9 * 60)).toBe(1);
});

it("after a long rest planning goes on once the clock has run evenly for a quarter of an hour", async () => {
  const { deps, told } = await world();
  const morning = START + DAY_MS + 9 * HOUR_MS;
  expect(await live(deps, morning, 14)).toBe(0);
  expect(await live(deps, morning + 15 * MINUTE_MS, 1)).toBe(1);
  expect(told).toEqual(["planner_breaker"]);
});

it("two jumps one after the other do not vouch for each other", async () => {
  const { deps } = await world();
  await live(deps, START + DAY_MS, 5);
  expect(await live(deps, START + 30 * DAY_MS, 14)).toBe(0);
});

it("a tick that comes late plans at once", async () => {
  const { deps, told } = await world();
  await live(deps, START, 7 * 60 + 55);
  expect(await live(deps, START + 8 * HOUR_MS + 8 * MINUTE_MS, 0)).toBe(1);
  expect(told).toEqual([]);
});
