import type { Feature } from "./bin-columns.ts";
import type { Tree } from "./tree.ts";

export type Trimmed = { readonly features: readonly Feature[]; readonly trees: readonly Tree[] };

/** Keeps the edges that a decision asks for: fewer bins to look for in every row that will be scored, and a smaller file. */
export function trimFeatures(features: readonly Feature[], trees: readonly Tree[]): Trimmed {
  const used = features.map(() => new Set<number>());
  for (const tree of trees) {
    for (const node of tree) if ("split" in node && node.split.bin >= 0) used[node.split.feature]?.add(node.split.bin);
  }
  const kept = used.map((bins) => [...bins].sort((a, b) => a - b));
  const places = kept.map((bins) => new Map(bins.map((bin, place) => [bin, place])));
  return {
    features: features.map((feature, index) =>
      feature.kind === "category"
        ? feature
        : { ...feature, edges: (kept[index] ?? []).map((bin) => feature.edges[bin] ?? 0) },
    ),
    trees: trees.map((tree) =>
      tree.map((node) => {
        if (!("split" in node) || node.split.bin < 0) return node;
        const bin = places[node.split.feature]?.get(node.split.bin) ?? 0;
        return { ...node, split: { ...node.split, bin } };
      }),
    ),
  };
}
