import { describe, expect, it } from "vitest";
import type { RegisteredModel } from "#predict/registry/models/model.ts";
import { headlineOf } from "./headline.ts";
import { percent } from "./percent.ts";
import { curveOf, guessesOf } from "./read-extra.ts";
import { sayScore } from "./say-score.ts";

describe("what a page says of a score", () => {
  it("is a share, an amount, a group or a thing, by its task", () => {
    const said = (task: string, score: number, extra = {}) => sayScore({ task, score, extra });
    expect(said("activity", 0.3142)).toBe("31\u00a0%");
    expect(said("hit-and-run", 0.0142)).toBe("1.4\u00a0%");
    expect(said("spending", 1234.5)).toBe("1,234.50");
    expect(said("cluster", 2, { cluster: "high spend" })).toBe("high spend");
    expect(said("cluster", 2)).toBe("group 2");
    expect(said("sale", 12, { item: "bath" })).toBe("bath, 12.00");
    expect(percent(0)).toBe("0\u00a0%");
  });

  it("leads with what was found, by as many guesses as were counted", () => {
    const model = (figures: object) => ({ card: { heldOut: { figures }, model: {} } }) as unknown as RegisteredModel;
    expect(headlineOf(model({ hitAt5: 0.9, recallAt1: 0.407 }))).toBe("41\u00a0% found by one guess");
    expect(headlineOf(model({ recallAt10: 0.5 }))).toBe("50\u00a0% found by 10 guesses");
    expect(headlineOf(undefined)).toBe("not trained yet");
  });

  it("has a curve from its chances by day, in their order, and from nothing else", () => {
    const places = curveOf({ p30: 0.5, p7: 0.2, typical: 3, p90: "0.9", pair: 1 });
    expect(places).toEqual([
      { x: 7, y: 0.2 },
      { x: 30, y: 0.5 },
    ]);
  });

  it("names guesses only where they are whole", () => {
    expect(guessesOf({ items: [{ item: "bath", score: 0.4, isNew: true, reasons: [] }] })).toEqual([
      { item: "bath", score: 0.4, isNew: true },
    ]);
    expect(guessesOf({ items: [{ item: 3 }] })).toEqual([]);
    expect(guessesOf({})).toEqual([]);
  });
});
