import { lossOf, type LossName } from "#predict/learners/losses.ts";
import type { Roles } from "#predict/learners/training-rows.ts";
import { RefusedRows } from "#predict/models/model.ts";
import type { Feature } from "./bin-columns.ts";
import type { BoostSettings } from "./fit-trees.ts";
import { kind } from "./fitted-trees.ts";
import { MOST_BINS, MOST_LEAVES } from "./tree.ts";

export type BoostedTreesSettings = Roles & {
  readonly loss: LossName;
  /** Power of Tweedie's loss. */
  readonly power?: number;
  readonly trees?: number;
  /** 2 to 32. */
  readonly maxLeaves?: number;
  readonly learningRate?: number;
  /** Penalty and least size of a leaf, in rows of average curvature. */
  readonly ridge?: number;
  readonly minRows?: number;
  /** Shares of rows and columns that each tree sees. */
  readonly rowShare?: number;
  readonly columnShare?: number;
  /** 2 to 254 bins for values; one more for what is missing. */
  readonly maxBins?: number;
  /** Columns with which the score must not fall (1) or not rise (−1). */
  readonly monotone?: Readonly<Record<string, -1 | 1>>;
  /** Ends where a held-out share of the rows has not gained for `patience` trees; without it all trees are grown. */
  readonly early?: { readonly share: number; readonly patience: number };
};

/** What may be set besides the roles and the loss. */
export type TreeShape = Omit<BoostedTreesSettings, keyof Roles | "loss" | "power">;

export const standardTrees = {
  power: 1.5,
  trees: 300,
  maxLeaves: 8,
  learningRate: 0.1,
  ridge: 1,
  minRows: 20,
  rowShare: 1,
  columnShare: 1,
  maxBins: MOST_BINS,
  monotone: {},
} as const;

/** What subsets of categories are shrunk by, in rows. */
const CATEGORY_RIDGE = 10;

export type AskedTrees = BoostedTreesSettings & Required<Omit<BoostedTreesSettings, "early" | "weight">>;

export function boostSettings(asked: AskedTrees, features: readonly Feature[]): BoostSettings {
  const monotone = Int8Array.from(features, ({ name }) => asked.monotone[name] ?? 0);
  const words = features.find(({ name, kind: is }) => is === "category" && name in asked.monotone);
  if (words !== undefined) throw new RefusedRows(kind.name, "holds words, which have no order", { column: words.name });
  return {
    ...asked,
    categoryRidge: CATEGORY_RIDGE,
    monotone,
    loss: lossOf(asked.loss, asked.power),
  };
}

/** RangeError names the first setting that is out of range. */
export function checkTreeSettings(asked: AskedTrees): void {
  const ranges: ReadonlyArray<readonly [name: string, value: number, least: number, most: number]> = [
    ["trees", asked.trees, 1, 10_000],
    ["maxLeaves", asked.maxLeaves, 2, MOST_LEAVES],
    ["learningRate", asked.learningRate, 1e-6, 1],
    ["ridge", asked.ridge, 0, 1e9],
    ["minRows", asked.minRows, 1, 1e9],
    ["rowShare", asked.rowShare, 0.01, 1],
    ["columnShare", asked.columnShare, 0.001, 1],
    ["maxBins", asked.maxBins, 2, MOST_BINS],
    ["early.share", asked.early?.share ?? 0.1, 0.001, 0.9],
  ];
  for (const [name, value, least, most] of ranges) {
    if (!(value >= least && value <= most)) throw new RangeError(`${name} lies between ${least} and ${most}.`);
  }
}
