import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { seededRandom } from "#kernel/random.ts";
import { decideOutcome, decideTooLate, decideUnknown, type TriedMessage } from "./decide-outcome.ts";

const START = 1_763_800_000_000;
const still = { next: () => 0.5 };
const limitsOf = (idempotencyWindowMs: number) => ({ concurrency: 1, timeoutMs: 1_000, idempotencyWindowMs });
const tried = (more: Partial<TriedMessage> = {}): TriedMessage => ({
  id: 1,
  fence: 1,
  tries: 1,
  firstTriedAt: START,
  messageClass: "marketing",
  ...more,
});

/** Waits in minutes between tries whose answers are all lost, and what the row ends as. */
function lostAnswers(windowMs: number, more: Partial<TriedMessage> = {}, random = still) {
  const waits: number[] = [];
  let now = START;
  for (let tries = 1; ; tries += 1) {
    const known = { now, random, limits: limitsOf(windowMs) };
    const outcome = decideUnknown(tried({ ...more, tries }), known);
    if (outcome.dueAt === undefined) return { waits, end: outcome.state, lastAt: now };
    waits.push((outcome.dueAt - now) / MINUTE_MS);
    now = outcome.dueAt;
  }
}

describe("a lost answer of a provider that knows our key", () => {
  it("is asked for again after 1, 5, 15 minutes and so on, never at once", () => {
    expect(lostAnswers(DAY_MS)).toMatchObject({
      waits: [1, 5, 15, 30, 60, 120, 240, 480, 480],
      end: "unknown_outcome",
    });
  });

  it("is never asked for in the last minute of the provider's memory, nor after it", () => {
    expect(lostAnswers(15 * MINUTE_MS)).toMatchObject({ waits: [1, 5], end: "unknown_outcome" });
    expect(lostAnswers(MINUTE_MS).waits).toEqual([]);
    for (let seed = 0; seed < 50; seed += 1) {
      const { lastAt } = lostAnswers(22 * MINUTE_MS, {}, seededRandom(seed));
      expect(lastAt).toBeLessThan(START + 21 * MINUTE_MS);
    }
  });

  it("is spread by a tenth, so that all who lost theirs do not come back together", () => {
    const random = seededRandom(7);
    const waits = Array.from({ length: 20 }, () => lostAnswers(DAY_MS, {}, random).waits[0] ?? 0);
    expect(new Set(waits).size).toBeGreaterThan(10);
    expect(Math.max(...waits.map((wait) => Math.abs(wait - 1)))).toBeLessThanOrEqual(0.1001);
  });

  it("stays a lost answer when the next try is only put off: it is not tried beyond the provider's memory", () => {
    const put = (now: number) =>
      decideOutcome(
        tried({ mayHaveGone: true, tries: 2 }),
        { kind: "deferred", reason: "busy" },
        { now, random: still, limits: limitsOf(15 * MINUTE_MS) },
      );
    expect(put(START + MINUTE_MS)).toMatchObject({ state: "deferred", reason: "same_key_again" });
    expect(put(START + 10 * MINUTE_MS)).toMatchObject({ state: "unknown_outcome", reason: "answer_lost" });
  });
});

describe("a lost answer of a provider that knows no key", () => {
  it("is never repeated for marketing, and once, after a minute, for a transactional message", () => {
    expect(lostAnswers(0)).toMatchObject({ waits: [], end: "unknown_outcome" });
    expect(lostAnswers(0, { messageClass: "transactional" })).toMatchObject({ waits: [1], end: "unknown_outcome" });
  });
});

describe("the end of an offer", () => {
  it("ends the tries for it, deferred or lost", () => {
    const offerEndsAt = START + 10 * MINUTE_MS;
    expect(lostAnswers(DAY_MS, { offerEndsAt }).waits).toEqual([1, 5]);
    const known = { now: START + 6 * MINUTE_MS, random: still, limits: limitsOf(0) };
    const outcome = decideOutcome(tried({ tries: 3, offerEndsAt }), { kind: "deferred", reason: "busy" }, known);
    expect(outcome).toMatchObject({ state: "rejected", reason: "gave_up" });
  });
});

describe("a retry that nobody sent in time", () => {
  const late = (now: number, more: Partial<TriedMessage> & { isSameProvider?: boolean } = {}) =>
    decideTooLate({ isSameProvider: true, ...tried(more) }, { now, limits: limitsOf(DAY_MS) });

  it("goes within 48 hours of the first try, and is given up after them", () => {
    expect(late(START + 48 * HOUR_MS - 1)).toBeUndefined();
    expect(late(START + 48 * HOUR_MS)).toMatchObject({ state: "rejected", reason: "gave_up" });
  });

  it("is given up once its offer is over, but a first try is not asked", () => {
    expect(late(START + 1, { offerEndsAt: START })).toMatchObject({ state: "rejected" });
    expect(late(START + 1, { offerEndsAt: START, tries: 0 })).toBeUndefined();
  });

  it("asks for a lost answer at 23 h 58, and no more at 24 h 01 or through another provider", () => {
    const lost = { mayHaveGone: true };
    expect(late(START + 24 * HOUR_MS - 2 * MINUTE_MS, lost)).toBeUndefined();
    expect(late(START + 24 * HOUR_MS + MINUTE_MS, lost)).toMatchObject({ state: "unknown_outcome" });
    expect(late(START + MINUTE_MS, { ...lost, isSameProvider: false })).toMatchObject({ state: "unknown_outcome" });
  });
});
