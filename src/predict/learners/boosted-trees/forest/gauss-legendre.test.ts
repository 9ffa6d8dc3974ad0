import { describe, expect, it } from "vitest";
import { gaussLegendre } from "./gauss-legendre.ts";

describe("gauss-legendre rules", () => {
  it("integrate every power that they promise to, and points of one rule lie between 0 and 1 in order", () => {
    gaussLegendre(16).forEach(({ points, weights }, count) => {
      for (let power = 0; power < 2 * count; power += 1) {
        const sum = points.reduce((total, point, index) => total + point ** power * (weights[index] ?? 0), 0);
        expect(sum).toBeCloseTo(1 / (power + 1), 14);
      }
      expect(points).toHaveLength(count);
      expect(points.every((point, index) => point < 1 && point > (points[index - 1] ?? 0))).toBe(true);
    });
  });
});
