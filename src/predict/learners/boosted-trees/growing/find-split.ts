import type { Feature } from "#predict/learners/boosted-trees/bin-columns.ts";
import { MISSING_BIN, OTHER_BIN, type Split } from "#predict/learners/boosted-trees/tree.ts";
import { COLUMN_SIZE, type Histogram } from "./histogram.ts";

export type Sums = { readonly gradient: number; readonly curvature: number };

/** What a split must keep to. */
export type SplitRules = {
  readonly ridge: number;
  /** Added to the ridge where a category column is split: its many subsets flatter themselves. */
  readonly categoryRidge: number;
  /** Least curvature of a child. */
  readonly minCurvature: number;
  readonly minGain: number;
  /** −1 where the score must not rise with the column, 1 where it must not fall. */
  readonly monotone: Int8Array;
};

/** Between which values a node's leaves must stay, for the sake of monotone columns above it. */
export type Bounds = { readonly least: number; readonly most: number };

export type FoundSplit = {
  readonly split: Split;
  readonly gain: number;
  readonly left: Sums;
  readonly right: Sums;
};

type Node = { readonly sums: Sums; readonly bounds: Bounds };

/** The split with the greatest gain over all columns that take part; undefined where none gains. */
export function findSplit(
  histogram: Histogram,
  node: Node,
  asked: {
    readonly features: readonly Feature[];
    readonly columns: Int32Array;
    readonly rules: SplitRules;
  },
): FoundSplit | undefined {
  let best: FoundSplit | undefined;
  for (const column of asked.columns) {
    const feature = asked.features[column];
    if (feature === undefined) continue;
    const part = histogram.subarray(column * COLUMN_SIZE, (column + 1) * COLUMN_SIZE);
    const at = { column, node, rules: asked.rules, floor: best?.gain ?? asked.rules.minGain };
    const found =
      feature.kind === "number" ? splitNumbers(part, feature.edges.length, at) : splitCategories(part, feature, at);
    best = found ?? best;
  }
  return best;
}

type At = {
  readonly column: number;
  readonly node: Node;
  readonly rules: SplitRules;
  readonly floor: number;
};

/** Every edge, with what is missing once to the right and, where there is any, once to the left. */
function splitNumbers(part: Float64Array, edges: number, at: At): FoundSplit | undefined {
  const { column, node, rules } = at;
  const { gradient, curvature } = node.sums;
  const missing = {
    gradient: part[2 * MISSING_BIN] ?? 0,
    curvature: part[2 * MISSING_BIN + 1] ?? 0,
  };
  const hasMissing = missing.curvature > 1e-9 * curvature;
  const direction = rules.monotone[column] ?? 0;
  const { ridge, minCurvature } = rules;
  const whole = gainOf(gradient, curvature + ridge);
  let gain = at.floor;
  let bin = -1;
  let missingLeft = false;
  let [bestGradient, bestCurvature] = [0, 0];
  for (let side = 0; side < (hasMissing ? 2 : 1); side += 1) {
    let leftGradient = side === 0 ? 0 : missing.gradient;
    let leftCurvature = side === 0 ? 0 : missing.curvature;
    for (let edge = 0; edge < edges; edge += 1) {
      leftGradient += part[2 * edge] ?? 0;
      leftCurvature += part[2 * edge + 1] ?? 0;
      if (leftCurvature < minCurvature) continue;
      const rightCurvature = curvature - leftCurvature;
      if (rightCurvature < minCurvature) break;
      const rightGradient = gradient - leftGradient;
      const won =
        (leftGradient * leftGradient) / (leftCurvature + ridge) +
        (rightGradient * rightGradient) / (rightCurvature + ridge) -
        whole;
      if (!(won > gain)) continue;
      const isRising = leftGradient / (leftCurvature + ridge) > rightGradient / (rightCurvature + ridge);
      if (direction !== 0 && isRising !== direction > 0) continue;
      [gain, bin, missingLeft] = [won, edge, side === 1];
      [bestGradient, bestCurvature] = [leftGradient, leftCurvature];
    }
  }
  if (bin === -1) return undefined;
  // Where nobody was missing, whoever will be goes with the many.
  const goesLeft = hasMissing ? missingLeft : bestCurvature * 2 > curvature;
  return found(node, gain, {
    split: { feature: column, bin, left: [], missingLeft: goesLeft },
    left: { gradient: bestGradient, curvature: bestCurvature },
  });
}

/**
 * Bins in the order of gradient over curvature, cut at every place: of all 2^k subsets the best is one of these (Fisher 1958).
 * What is missing is one bin more.
 */
function splitCategories(part: Float64Array, feature: Feature & { kind: "category" }, at: At): FoundSplit | undefined {
  const { column, node, rules } = at;
  const { gradient, curvature } = node.sums;
  const ridge = rules.ridge + rules.categoryRidge;
  const bins = [...feature.levels.keys(), OTHER_BIN, MISSING_BIN].filter(
    (bin) => (part[2 * bin + 1] ?? 0) > 1e-9 * curvature,
  );
  const step = (bin: number) => (part[2 * bin] ?? 0) / ((part[2 * bin + 1] ?? 0) + ridge);
  bins.sort((a, b) => step(a) - step(b) || a - b);
  const whole = gainOf(gradient, curvature + ridge);
  let gain = at.floor;
  let cut = 0;
  let [leftGradient, leftCurvature] = [0, 0];
  let left: Sums = { gradient: 0, curvature: 0 };
  for (let place = 0; place + 1 < bins.length; place += 1) {
    const bin = bins[place] ?? 0;
    leftGradient += part[2 * bin] ?? 0;
    leftCurvature += part[2 * bin + 1] ?? 0;
    if (leftCurvature < rules.minCurvature) continue;
    if (curvature - leftCurvature < rules.minCurvature) break;
    const won =
      gainOf(leftGradient, leftCurvature + ridge) +
      gainOf(gradient - leftGradient, curvature - leftCurvature + ridge) -
      whole;
    if (!(won > gain)) continue;
    [gain, cut, left] = [won, place + 1, { gradient: leftGradient, curvature: leftCurvature }];
  }
  if (cut === 0) return undefined;
  const chosen = bins.slice(0, cut).sort((a, b) => a - b);
  const missingLeft = bins.includes(MISSING_BIN) ? chosen.includes(MISSING_BIN) : left.curvature * 2 > curvature;
  // A bin that the node did not see must go the way of what is missing: those that are seen are named on their side.
  const seenLeft = missingLeft ? namedLeft(feature.levels.length, new Set(bins.slice(cut))) : chosen;
  return found(node, gain, {
    split: { feature: column, bin: -1, left: seenLeft, missingLeft },
    left,
  });
}

/** All bins but those that are known to go right. */
function namedLeft(levels: number, right: ReadonlySet<number>): readonly number[] {
  return [...Array.from({ length: levels }, (_, bin) => bin), OTHER_BIN, MISSING_BIN].filter((bin) => !right.has(bin));
}

function found(node: Node, gain: number, { split, left }: { split: Split; left: Sums }): FoundSplit {
  const { gradient, curvature } = node.sums;
  return {
    split,
    gain,
    left,
    right: { gradient: gradient - left.gradient, curvature: curvature - left.curvature },
  };
}

function gainOf(gradient: number, curvature: number): number {
  return (gradient * gradient) / curvature;
}
