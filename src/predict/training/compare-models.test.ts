import { describe, expect, it } from "vitest";
import { compareModels } from "./compare-models.ts";
import type { Judged } from "./judge-model.ts";

function judged(losses: Readonly<Record<number, number>>): Judged {
  const loss = { name: "log-loss", mean: 0, low: 0, high: 0 };
  return {
    lossById: new Map(Object.entries(losses).map(([id, each]) => [Number(id), each])),
    scores: new Float64Array(0),
    heldOut: { from: "2026-10-01", to: "2026-10-31", rows: 0, loss, figures: {} },
  };
}

describe("champion and challenger", () => {
  it("are compared customer by customer: one standard error is not enough to change", () => {
    const champion = { version: 3, judged: judged({ 1: 0.5, 2: 0.5, 3: 0.5, 4: 0.5 }) };
    expect(compareModels(judged({ 1: 0.4, 2: 0.3, 3: 0.4, 4: 0.3 }), champion).isBetter).toBe(true);
    expect(compareModels(judged({ 1: 0.1, 2: 0.9, 3: 0.3, 4: 0.6 }), champion).isBetter).toBe(false);
    expect(compareModels(undefined, champion).words).toContain("an operator decides");
  });

  it("with nobody in common, give way: a champion that says nothing of those who are here would stand for ever", () => {
    const champion = { version: 3, judged: judged({ 1: 0.5 }) };
    const found = compareModels(judged({ 2: 0.4 }), champion);
    expect(found).toEqual({ champion: 3, isBetter: true, words: expect.stringContaining("says nothing of whom") });
  });
});
