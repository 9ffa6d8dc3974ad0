import { describe, expect, it } from "vitest";
import { manualClock, MINUTE_MS } from "#kernel/clock.ts";
import { failureLimit } from "./failure-limit.ts";

const PER_MINUTE = 10;
const MANY = 20_000;
const OWNER = "account owner@vendor.example";

function world() {
  const clock = manualClock(0);
  const limit = failureLimit(clock, PER_MINUTE);
  const fail = (subject: string, times = 1) => {
    for (let time = 0; time < times; time += 1) limit.record(subject);
  };
  return { clock, fail, isBlocked: (subject: string) => limit.blockedForSeconds(subject) !== undefined };
}

describe("the limit of failures", () => {
  it("locks a subject at the last try of a minute, and only until the minute is over", () => {
    const { clock, fail, isBlocked } = world();
    fail(OWNER, PER_MINUTE - 1);
    expect(isBlocked(OWNER)).toBe(false);
    fail(OWNER);
    expect([isBlocked(OWNER), isBlocked("account other@vendor.example")]).toEqual([true, false]);
    clock.advance(MINUTE_MS);
    expect(isBlocked(OWNER)).toBe(false);
    fail(OWNER);
    expect(isBlocked(OWNER)).toBe(false);
  });

  it("a lock stays, however many other subjects somebody invents", () => {
    const { fail, isBlocked } = world();
    fail(OWNER, PER_MINUTE);
    for (let index = 0; index < MANY; index += 1) fail(`account invented-${index}@elsewhere.example`);
    for (let index = 0; index < MANY; index += 1) fail(`key ${index}`, 2);
    expect(isBlocked(OWNER)).toBe(true);
  });

  it("half-way to a lock, invented keys and addresses take no try back", () => {
    const { fail, isBlocked } = world();
    fail(OWNER, PER_MINUTE - 1);
    for (let index = 0; index < MANY; index += 1) fail(`key ${index}`);
    for (let index = 0; index < MANY; index += 1) fail(`address 2001:db8::${index}`);
    fail(OWNER);
    expect(isBlocked(OWNER)).toBe(true);
  });

  it("even whoever locks more subjects than are kept ends a lock of his own making first", () => {
    const { fail, isBlocked } = world();
    for (let index = 0; index <= 10_000; index += 1) fail(`key ${index}`, PER_MINUTE);
    expect([isBlocked("key 0"), isBlocked("key 1"), isBlocked("key 10000")]).toEqual([false, true, true]);
  });
});
