import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divide } from "./book-turns.ts";

describe("turns of a sender", () => {
  it("never pass its rate by more than one second's worth, whoever asks when for how many", () => {
    const asks = fc.array(fc.record({ afterMs: fc.nat(3_000), count: fc.integer({ min: 1, max: 30 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 50, noNaN: true }), asks, (perSecond, asked) => {
        let now = 1_000_000;
        let row: { usedUntil: number; bookedUntil: number } | undefined;
        const left: number[] = [];
        for (const { afterMs, count } of asked) {
          now += afterMs;
          const turns = divide({ count, stepMs: 1_000 / perSecond, now, row });
          row = turns;
          for (let index = 0; index < turns.granted; index += 1) left.push(now);
          expect(turns.granted + turns.later.length).toBe(count);
          for (const at of turns.later) expect(at).toBeGreaterThan(now);
        }
        const span = (now - 1_000_000) / 1_000;
        expect(left.length).toBeLessThanOrEqual(Math.ceil((span + 1) * perSecond) + 1);
      }),
    );
  });

  it("give those that wait one place after another", () => {
    const first = divide({ count: 5, stepMs: 1_000, now: 0, row: undefined });
    expect([first.granted, first.later]).toEqual([1, [1_000, 2_000, 3_000, 4_000]]);
    const second = divide({ count: 2, stepMs: 1_000, now: 0, row: first });
    expect([second.granted, second.later]).toEqual([0, [5_000, 6_000]]);
  });
});
