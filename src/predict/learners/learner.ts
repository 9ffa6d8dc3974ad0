import type { Fitted, Model } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import type { LossName } from "./losses.ts";

/** What one column did to the score of one row; contributions and the base add up to the score. */
export type Contribution = {
  readonly column: string;
  /** The row's own value: a number, a word, or undefined where it is missing. */
  readonly value: number | string | undefined;
  readonly contribution: number;
};

export type Explanation = {
  /** Score of an average row: log-odds, logarithm of a mean, or the mean itself, as the loss has it. */
  readonly base: number;
  readonly contributions: readonly Contribution[];
};

/** A fitted learner: from the columns of a row to a mean. Columns that it did not learn from are passed over. */
export type FittedLearner = Fitted & {
  readonly loss: LossName;
  /** Names of the columns that rows must have. */
  readonly inputs: readonly string[];
  /** Probability, expected count or expected amount of each row. */
  score(rows: Matrix): Float64Array;
  /** Exact parts of the score of one row, before it becomes a mean. */
  explain(rows: Matrix, row: number): Explanation;
};

export type Learner = Model<FittedLearner>;
