import { randomInt } from "#kernel/random.ts";
import { featuresOf, putBins } from "#predict/learners/boosted-trees/bin-columns.ts";
import type { Learner } from "#predict/learners/learner.ts";
import { lossOf } from "#predict/learners/losses.ts";
import { type Roles, trainingRows } from "#predict/learners/training-rows.ts";
import { RefusedRows } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { fittedForest, kind } from "./fitted-forest.ts";
import { growForestTree } from "./grow-forest-tree.ts";

type RandomForestSettings = Roles & {
  readonly trees?: number;
  /** Least weight of a leaf; 5 rows unless told. */
  readonly minRows?: number;
};

/** More bins only cost time: each tree cuts elsewhere. */
const MAX_BINS = 64;
/** Words seen less often share a bin. */
const RARE_ROWS = 5;

/**
 * Random forest (Breiman 2001) for yes or no: deep trees on rows drawn with replacement, each node choosing among √columns; the
 * chance is the mean of the leaves' shares. Where rows are few and the world is crooked it errs less than boosting.
 */
export function randomForest({ trees = 200, minRows = 5, ...roles }: RandomForestSettings): Learner {
  return {
    name: kind.name,
    fit: (matrix: Matrix, { random }) => {
      const { inputs, y, weights } = trainingRows(kind.name, matrix, { roles, loss: lossOf("logistic") });
      if (inputs.columns.length === 0) throw new RefusedRows(kind.name, "there is no column to learn from");
      if (!weights.some((weight) => weight > 0)) throw new RefusedRows(kind.name, "all weights are 0");
      const features = featuresOf(inputs, { maxBins: MAX_BINS, minCategoryRows: RARE_ROWS });
      const bins = inputs.columns.map((column, index) => {
        const own = new Uint8Array(inputs.rows);
        const feature = features[index];
        if (feature !== undefined) putBins(own, feature, column);
        return own;
      });
      const isWord = features.map((feature) => feature.kind === "category");
      const ground = { bins, isWord, y, weights, minRows };
      const grown = Array.from({ length: trees }, () => {
        const drawn = Int32Array.from(y, () => randomInt(random, y.length));
        return growForestTree(ground, drawn, random);
      });
      return fittedForest({ features, trees: grown });
    },
  };
}
