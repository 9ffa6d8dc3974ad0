import { seededRandom } from "#kernel/random.ts";
import { drawNormal, drawPoisson, drawGamma } from "#predict/numerics/draws.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import { categoryColumn, type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

/** What the score of a simulated row is made of. */
export const truth = { intercept: -0.5, slope: 0.8, garden: 0.9, missing: -0.7 } as const;

/** Rows of a world with a number, sometimes missing, a category, and noise; `outcome` draws y from the free score. */
function world(rows: number, seed: number, outcome: (score: number, uniform: () => number) => number): Matrix {
  const random = seededRandom(seed);
  const [number, words, noise, y]: [number[], string[], number[], number[]] = [[], [], [], []];
  for (let row = 0; row < rows; row += 1) {
    const isMissing = random.next() < 0.1;
    const x = drawNormal(random);
    const word = random.next() < 0.4 ? "garden" : "kitchen";
    const effect = isMissing ? truth.missing : truth.slope * x;
    number.push(isMissing ? Number.NaN : x);
    words.push(word);
    noise.push(drawNormal(random));
    y.push(outcome(truth.intercept + effect + (word === "garden" ? truth.garden : 0), random.next.bind(random)));
  }
  return matrixOf([
    numberColumn("recency", number),
    categoryColumn("interest", words),
    numberColumn("noise", noise),
    numberColumn("y", y),
  ]);
}

export function yesOrNoWorld(rows: number, seed = 1): Matrix {
  return world(rows, seed, (score, uniform) => (uniform() < logistic(score) ? 1 : 0));
}

export function countWorld(rows: number, seed = 1): Matrix {
  const random = seededRandom(seed + 1);
  return world(rows, seed, (score) => drawPoisson(random, exp(score)));
}

/** Sums of a Poisson number of gamma amounts: Tweedie's distribution itself. */
export function amountWorld(rows: number, seed = 1): Matrix {
  const random = seededRandom(seed + 1);
  return world(rows, seed, (score) => {
    const events = drawPoisson(random, exp(score) / 2);
    return events === 0 ? 0 : drawGamma(random, 3 * events, 1.5);
  });
}

/** Rows at the ends of what may come: nothing known, words never seen, numbers as large as they get. */
export const extremes: Matrix = matrixOf([
  numberColumn("recency", [Number.NaN, 1e300, -1e300, 0]),
  categoryColumn("interest", [undefined, "never seen", "garden", "kitchen"]),
  numberColumn("noise", [Number.NaN, -1e300, 1e300, 0]),
]);
