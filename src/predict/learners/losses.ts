import { exp } from "#predict/numerics/exponential.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";

export const lossNames = ["logistic", "poisson", "tweedie", "squared"] as const;
export type LossName = (typeof lossNames)[number];

/** What a learner makes small, as a function of the free score f of each row. */
export type Loss = {
  readonly name: LossName;
  /** True where `y` is a value that this loss knows. */
  readonly takes: (y: number) => boolean;
  readonly mean: (score: number) => number;
  /** The score of a mean. */
  readonly link: (mean: number) => number;
  /** −log-likelihood of one y up to a constant that does not depend on f. */
  readonly value: (y: number, score: number) => number;
  /** First and expected second derivative of `value` by f, for all rows at once. */
  readonly slopes: (at: Slopes) => void;
};

export type Slopes = {
  readonly y: Float64Array;
  readonly scores: Float64Array;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
};

/** Scores are held within ±30: e^30 is beyond every mean that data could tell. */
const MOST = 30;
const held = (score: number) => (score > MOST ? MOST : score < -MOST ? -MOST : score);

/** Yes (1) or no (0): log-loss, logit link. */
const logisticLoss: Loss = {
  name: "logistic",
  takes: (y) => y === 0 || y === 1,
  mean: (score) => logistic(held(score)),
  link: (mean) => log(mean / (1 - mean)),
  value: (y, score) => (score > 0 ? score : 0) + log1p(exp(-Math.abs(score))) - y * score,
  slopes: ({ y, scores, gradient, curvature }) => {
    for (let row = 0; row < y.length; row += 1) {
      const mean = logistic(scores[row] ?? 0);
      gradient[row] = mean - (y[row] ?? 0);
      curvature[row] = Math.max(mean * (1 - mean), 1e-12);
    }
  },
};

/** Counts from 0: Poisson deviance, log link. */
const poissonLoss: Loss = {
  name: "poisson",
  takes: (y) => y >= 0 && y < Number.POSITIVE_INFINITY,
  mean: (score) => exp(held(score)),
  link: log,
  value: (y, score) => exp(held(score)) - y * held(score),
  slopes: ({ y, scores, gradient, curvature }) => {
    for (let row = 0; row < y.length; row += 1) {
      const mean = exp(held(scores[row] ?? 0));
      gradient[row] = mean - (y[row] ?? 0);
      curvature[row] = Math.max(mean, 1e-12);
    }
  },
};

/** Amounts from 0 with many zeros: Tweedie deviance of a power between 1 and 2, log link (Jørgensen 1987). */
function tweedieLoss(power: number): Loss {
  const [under, over] = [1 - power, 2 - power];
  return {
    name: "tweedie",
    takes: poissonLoss.takes,
    mean: poissonLoss.mean,
    link: log,
    value: (y, score) => exp(over * held(score)) / over - (y * exp(under * held(score))) / under,
    slopes: ({ y, scores, gradient, curvature }) => {
      for (let row = 0; row < y.length; row += 1) {
        const score = held(scores[row] ?? 0);
        const spread = exp(over * score);
        gradient[row] = spread - (y[row] ?? 0) * exp(under * score);
        curvature[row] = Math.max(spread, 1e-12);
      }
    },
  };
}

/** Any number: half the squared error. */
const squaredLoss: Loss = {
  name: "squared",
  takes: Number.isFinite,
  mean: (score) => score,
  link: (mean) => mean,
  value: (y, score) => 0.5 * (y - score) ** 2,
  slopes: ({ y, scores, gradient, curvature }) => {
    for (let row = 0; row < y.length; row += 1) {
      gradient[row] = (scores[row] ?? 0) - (y[row] ?? 0);
      curvature[row] = 1;
    }
  },
};

/** The loss of a name; `power` is Tweedie's and lies between 1 and 2, both excluded. */
export function lossOf(name: LossName, power = 1.5): Loss {
  if (name === "logistic") return logisticLoss;
  if (name === "poisson") return poissonLoss;
  if (name === "squared") return squaredLoss;
  if (!(power > 1 && power < 2)) throw new RangeError("The power of Tweedie's loss lies between 1 and 2.");
  return tweedieLoss(power);
}
