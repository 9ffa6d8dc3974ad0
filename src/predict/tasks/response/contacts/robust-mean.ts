import { logitOf } from "#predict/learners/calibration/calibrator.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";

export type RobustMean = { readonly mean: number; readonly low: number; readonly high: number };

type Known = {
  /** P(answer) and P(contacted so) of each row, by models that did not learn from it. */
  readonly answers: Float64Array;
  readonly contacts: Float64Array;
  readonly isContacted: (row: number) => boolean;
  readonly y: Float64Array;
};

/**
 * Share of all who would answer if all were contacted so, with its 95 % interval: what a model says of everybody, and what it
 * missed of those contacted, each for all who are like them (augmented inverse probability weighting: Robins, Rotnitzky and Zhao
 * 1994). Right where either the model of answers or that of contacts is.
 */
export function robustMean({ answers, contacts, isContacted, y }: Known): RobustMean {
  const parts = answers.map((chance, row) =>
    isContacted(row) ? chance + ((y[row] ?? 0) - chance) / Math.max(contacts[row] ?? 1, LEAST) : chance,
  );
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  const squares = parts.reduce((sum, part) => sum + (part - mean) ** 2, 0);
  const error = Math.sqrt(squares / parts.length / Math.max(1, parts.length - 1));
  return { mean, low: Math.max(0, mean - NORMAL_975 * error), high: Math.min(1, mean + NORMAL_975 * error) };
}

const LEAST = 0.005;
const NORMAL_975 = 1.959963984540054;
const HALVINGS = 50;
const MOST_SHIFT = 10;

/** What is added to the log-odds of all chances so that their mean is the wanted one. */
export function shiftTo(chances: Float64Array, wanted: number): number {
  const held = Math.min(Math.max(wanted, 1e-6), 1 - 1e-6);
  const odds = chances.map(logitOf);
  let [low, high] = [-MOST_SHIFT, MOST_SHIFT];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const shift = (low + high) / 2;
    if (odds.reduce((sum, each) => sum + logistic(each + shift), 0) / odds.length > held) high = shift;
    else low = shift;
  }
  return (low + high) / 2;
}
