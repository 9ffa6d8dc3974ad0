import fc from "fast-check";
import { expect, it } from "vitest";
import { relight } from "./relight.ts";

const channel = fc.integer({ min: 0, max: 255 });
const colour = fc.tuple(channel, channel, channel);
const direction = fc.constantFrom("black" as const, "white" as const);

it("stays a colour, begins at itself and ends at black or white", () => {
  fc.assert(
    fc.property(colour, direction, fc.double({ min: 0, max: 1, noNaN: true }), (from, towards, share) => {
      for (const part of relight(from, towards, share)) {
        expect(part).toBeGreaterThan(-0.001);
        expect(part).toBeLessThan(255.001);
      }
      const rounded = (at: number) => relight(from, towards, at).map(Math.round);
      expect(rounded(0)).toEqual([...from]);
      expect(new Set(rounded(1))).toEqual(new Set([towards === "white" ? 255 : 0]));
    }),
  );
});

it("keeps a forest green green where a mixture with white turns grey, and a near black grey", () => {
  expect(relight([46, 93, 75], "white", 0.4).map(Math.round)).toEqual([106, 181, 153]);
  const [red, green, blue] = relight([0, 2, 1], "white", 0.5);
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(5);
});
