import { expect, it } from "vitest";
import { chooseK } from "./choose-k.ts";
import { clustersContract } from "./clusters.contract.ts";
import { findNeeds } from "./find-needs.ts";
import { adjustedRandIndex } from "./rand-index.ts";

clustersContract("Node");

it("agree wholly with the same partition under other numbers, and by Hubert and Arabie's index where they differ", () => {
  expect(adjustedRandIndex(Int32Array.of(0, 0, 1, 1), Int32Array.of(1, 1, 0, 0))).toBe(1);
  expect(adjustedRandIndex(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 0, 1, 2))).toBeCloseTo(0.571_428_571, 8);
  expect(adjustedRandIndex(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1))).toBeCloseTo(-0.5, 12);
});

it("are as many as the largest number within one standard error of the most stable", () => {
  const found = [
    { k: 2, stability: 0.95, standardError: 0.02 },
    { k: 3, stability: 0.94, standardError: 0.001 },
    { k: 4, stability: 0.8, standardError: 0.3 },
  ];
  expect(chooseK(found)?.k).toBe(3);
  expect(chooseK([])).toBeUndefined();
});

it("need what their members have beyond chance, with support and lift, and nothing that few have", () => {
  const cluster = Array.from({ length: 400 }, (_, row) => (row < 100 ? 0 : 1));
  const held = cluster.map((own, row) => [
    ...(own === 0 ? (row % 2 === 0 ? [0] : []) : row % 10 === 0 ? [0] : []),
    ...(row % 4 === 0 ? [1] : []),
    ...(row < 9 ? [2] : []),
  ]);
  const [first = [], second = []] = findNeeds({ cluster, held, categories: ["garden", "food", "rare"] }, { k: 2 });
  expect(first.map(({ category, support, lift }) => ({ category, support, lift }))).toEqual([
    { category: "garden", support: 50, lift: 0.5 / 0.2 },
  ]);
  expect(first[0]?.pValue).toBeLessThan(1e-10);
  expect(second).toEqual([]);
});
