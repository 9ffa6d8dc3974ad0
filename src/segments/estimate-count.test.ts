import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#kernel/random.ts";
import { sampleParts } from "./sample.ts";
import { wilsonInterval } from "./wilson-interval.ts";

describe("the fixed sample", () => {
  it("is the same whenever it is drawn, and hardly changes while customers come", () => {
    expect(sampleParts(1_000_000)).toEqual(sampleParts(1_000_000));
    const before = new Set(sampleParts(900_000).flat());
    const later = new Set(sampleParts(1_000_000).flat());
    expect([...before].filter((id) => !later.has(id)).length).toBeLessThan(2);
  });

  it("is everybody while there are few", () => {
    for (const maxId of [0, 1, 7, 16_000]) {
      const ids = sampleParts(maxId).flat();
      expect(ids.toSorted((left, right) => left - right)).toEqual(
        Array.from({ length: maxId }, (_, index) => index + 1),
      );
    }
  });

  it("draws ids that there can be, none twice, one of each run, however many there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000_000 }), (maxId) => {
        const ids = sampleParts(maxId).flat();
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBeLessThanOrEqual(16_000);
        expect(ids.length).toBeGreaterThanOrEqual(Math.min(maxId, 8_000));
        expect(ids.every((id) => id >= 1 && id <= maxId)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("each part of it is spread over all ids", () => {
    for (const part of sampleParts(1_000_000)) {
      const inFirstHalf = part.filter((id) => id <= 500_000).length;
      expect(Math.abs(inFirstHalf / part.length - 0.5)).toBeLessThan(0.01);
    }
  });
});

describe("the interval", () => {
  it("is that of Newcombe 1998, table I, method 3", () => {
    const digits = ({ low, high }: { low: number; high: number }) => [low.toFixed(4), high.toFixed(4)];
    expect(digits(wilsonInterval(81, 263))).toEqual(["0.2553", "0.3662"]);
    expect(digits(wilsonInterval(15, 148))).toEqual(["0.0624", "0.1605"]);
    expect(digits(wilsonInterval(0, 20))).toEqual(["0.0000", "0.1611"]);
    expect(digits(wilsonInterval(1, 29))).toEqual(["0.0061", "0.1718"]);
  });

  it("holds the true share in about nineteen of twenty samples, and says so little about nobody", () => {
    const random = seededRandom(5);
    const isHeld = (share: number) => {
      const hits = Array.from({ length: 1_000 }, () => random.next()).filter((drawn) => drawn < share).length;
      const { low, high } = wilsonInterval(hits, 1_000);
      return low <= share && share <= high;
    };
    for (const share of [0.01, 0.2, 0.5]) {
      const held = Array.from({ length: 400 }, () => isHeld(share)).filter(Boolean).length;
      expect(held / 400).toBeGreaterThan(0.92);
    }
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
