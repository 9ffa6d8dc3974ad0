import { expect, it } from "vitest";
import { countHistory, emptyCounts, itemTables } from "./item-tables.ts";
import { nextContract } from "./next.contract.ts";
import { recencyFrequency } from "./recency-frequency.ts";

nextContract("Node");

it("ranks by the rule first what was bought often and lately, then what goes with it, then the rest", () => {
  const counts = emptyCounts(5);
  for (const history of [[[0], [1]], [[0, 1]], [[0, 1]], [[2, 3]]]) countHistory(counts, history, 1);
  const tables = itemTables(["a", "b", "c", "d", "e"], counts, 5);
  const scores = recencyFrequency(tables, [[2], [0], [0]], { decay: 0.9, similarity: 0.3 });
  expect([...scores.keys()].sort((x, y) => (scores[y] ?? 0) - (scores[x] ?? 0))).toEqual([0, 2, 1, 3, 4]);
});

it("forgets a history that is counted out again", () => {
  const counts = emptyCounts(4);
  countHistory(counts, [[0, 1], [2], [0, 3]], 1);
  countHistory(counts, [[1], [2, 3]], 1);
  countHistory(counts, [[1], [2, 3]], -1);
  const once = emptyCounts(4);
  countHistory(once, [[0, 1], [2], [0, 3]], 1);
  expect(counts).toEqual(once);
});
