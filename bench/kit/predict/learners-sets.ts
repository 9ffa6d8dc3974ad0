import { join } from "node:path";

/** A public set that learners are compared on: rows in the order of the file, one yes-or-no target. */
export type LearnerSet = {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  /** Columns that are no inputs: names, what is known only afterwards, other targets. */
  readonly excluded: readonly string[];
  /** Columns of numbers that are codes. */
  readonly categories: readonly string[];
};

export const SETS_FOLDER = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");
export const SPLITS = 10;
export const TEST_SHARE = 0.3;

/** The lists of columns are fixed here, before any figure was looked at, and are the same for every tool. */
export const learnerSets: readonly LearnerSet[] = [
  { name: "bank", file: "bank/bank_train.csv.gz", target: "y", excluded: ["duration"], categories: [] },
  {
    name: "credit_default",
    file: "credit_default/credit_default_train.csv.gz",
    target: "default.payment.next.month",
    excluded: ["ID"],
    categories: [],
  },
  { name: "coil2000", file: "coil2000/train_codes.csv.gz", target: "CARAVAN", excluded: [], categories: [] },
  {
    name: "hillstrom",
    file: "hillstrom/hillstrom_train.csv.gz",
    target: "visit",
    excluded: ["conversion", "spend"],
    categories: [],
  },
];
