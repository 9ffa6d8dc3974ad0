import { expect, it } from "vitest";
import { newsletterSchema } from "./newsletter.ts";
import { slotsOf } from "./slots-of.ts";

it("what a newsletter says of its slots reaches the selector, the share for something new among it", () => {
  const { slots } = newsletterSchema.pick({ slots: true }).parse({
    slots: [
      { name: "picks", size: 4, maxPerCategory: 2, explore: 0.1, choose: "next" },
      { name: "hero", size: 1 },
    ],
  });
  expect(slotsOf(JSON.stringify(slots))).toEqual([
    { name: "picks", size: 4, maxPerCategory: 2, choose: "next", explorationShare: 0.1 },
    { name: "hero", size: 1 },
  ]);
});
