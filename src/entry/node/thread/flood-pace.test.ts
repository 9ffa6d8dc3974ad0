import { describe, expect, it } from "vitest";
import { FLOOD_BYTES_PER_MS, restAfter } from "./flood-pace.ts";

describe("the pace of a projection", () => {
  const flood = { tookMs: 30, behindMs: 400, grownBytes: FLOOD_BYTES_PER_MS * 100 + 1, sinceMs: 100 };

  it("takes no rest on an ordinary day, and none while it makes up for a flood that has passed", () => {
    expect(restAfter({ ...flood, grownBytes: FLOOD_BYTES_PER_MS * 100 })).toBe(0);
    expect(restAfter({ ...flood, grownBytes: 0 })).toBe(0);
  });

  it("leaves four fifths of its time to answers in a flood", () => {
    expect(restAfter(flood)).toBe(120);
  });

  it("rests no longer when it is far behind, so that no flood outlasts it", () => {
    expect(restAfter({ ...flood, behindMs: 10_001 })).toBe(0);
  });
});
