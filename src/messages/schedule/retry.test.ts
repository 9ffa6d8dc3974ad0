import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { seededRandom } from "#kernel/random.ts";
import { MAX_PROVIDER_WAIT_MS, nextTryAt, RETRY_WINDOW_MS } from "./retry.ts";

const START = 1_763_800_000_000;
const still = { next: () => 0.5 };

/** The tries of a message whose provider never answers, as waits in minutes. */
function waits(options: { readonly offerEndsAt?: number } = {}, random = still): readonly number[] {
  const found: number[] = [];
  let now = START;
  for (let tries = 1; ; tries += 1) {
    const next = nextTryAt({ tries, firstTriedAt: START, now, ...options }, random);
    if (next === undefined) return found;
    found.push((next - now) / MINUTE_MS);
    now = next;
  }
}

describe("the retry schedule", () => {
  it("waits 1, 5, 15, 30 minutes, 1, 2, 4 and then every 8 hours, and ends within 48 hours", () => {
    expect(waits()).toEqual([1, 5, 15, 30, 60, 120, 240, 480, 480, 480, 480, 480]);
  });

  it("ends with the offer", () => {
    expect(waits({ offerEndsAt: START + HOUR_MS })).toEqual([1, 5, 15, 30]);
    expect(waits({ offerEndsAt: START + 6 * MINUTE_MS })).toEqual([1]);
    expect(waits({ offerEndsAt: START })).toEqual([]);
  });

  it("gives the same instants for the same seed, and spreads different ones by at most a tenth", () => {
    expect(waits({}, seededRandom(7))).toEqual(waits({}, seededRandom(7)));
    expect(waits({}, seededRandom(7))).not.toEqual(waits({}, seededRandom(8)));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const plan = [1, 5, 15, 30, 60, 120, 240, 480];
        const spread = waits({}, seededRandom(seed)).slice(0, plan.length);
        spread.forEach((wait, index) => expect(Math.abs(wait / (plan[index] ?? 0) - 1)).toBeLessThanOrEqual(0.1001));
      }),
    );
  });

  it("waits as long as the provider says, never shorter", () => {
    const told = (waitMs: number) => {
      const next = nextTryAt({ tries: 1, firstTriedAt: START, now: START, providerRetryAt: START + waitMs }, still);
      return next === undefined ? undefined : next - START;
    };
    expect(told(HOUR_MS)).toBe(63 * MINUTE_MS);
    expect(told(1)).toBe(1050);
    expect(told(3650 * DAY_MS)).toBe(MAX_PROVIDER_WAIT_MS);
    expect(told(Infinity)).toBe(MAX_PROVIDER_WAIT_MS);
  });

  it("takes garbage, zero and the past for no word at all", () => {
    for (const providerRetryAt of [Number.NaN, 0, -1, -Infinity, START, START - HOUR_MS]) {
      expect(nextTryAt({ tries: 1, firstTriedAt: START, now: START, providerRetryAt }, still)).toBe(START + MINUTE_MS);
    }
  });

  it("is not driven into a loop by a provider that always asks for a moment", () => {
    let [now, tries] = [START, 1];
    for (;;) {
      const next = nextTryAt({ tries, firstTriedAt: START, now, providerRetryAt: now + 1 }, still);
      if (next === undefined) break;
      [now, tries] = [next, tries + 1];
    }
    expect(tries).toBe(40);
  });

  it("never tries at once, never after the end, whatever it is told", () => {
    const anyWord = fc.option(
      fc.oneof(
        fc.double(),
        fc.integer(),
        fc.integer().map((ms) => START + ms),
      ),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.nat(50),
        fc.tuple(fc.nat(3 * DAY_MS), anyWord),
        fc.integer(),
        (tries, [late, providerRetryAt], seed) => {
          const now = START + late;
          const next = nextTryAt({ tries: tries + 1, firstTriedAt: START, now, providerRetryAt }, seededRandom(seed));
          const isSound = (at: number) => Number.isInteger(at) && at - now >= SECOND_MS && at < START + RETRY_WINDOW_MS;
          expect(next === undefined || isSound(next)).toBe(true);
        },
      ),
    );
  });
});
