import type { Random } from "#kernel/random.ts";
import { digamma } from "#predict/numerics/digamma.ts";
import { drawGamma } from "#predict/numerics/draws.ts";
import type { Objective } from "#predict/numerics/lbfgs.ts";
import { logBeta } from "#predict/numerics/log-beta.ts";
import { log } from "#predict/numerics/logarithm.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";
import { type Estimate, openEstimate } from "./btyd/fitted-purchases.ts";
import { maximiseLikelihood } from "./btyd/maximise-likelihood.ts";
import { numberColumnOf } from "./btyd/purchase-rows.ts";
import { type Fitted, type Model, RefusedModel, RefusedRows } from "./model.ts";

const kind = { name: "gamma-gamma", version: 1 } as const;
const names = ["p", "q", "v"] as const;

export type GammaGammaParameters = Readonly<Record<(typeof names)[number], number>>;

/** A fitted model of spend a purchase; rows hold `frequency` and `mean_spend`, the mean of that many purchases. */
export type FittedSpend = Fitted & {
  readonly parameters: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  /** Customers with a spend, who made the fit. */
  readonly customers: number;
  /** E[spend of a purchase] of each row, in the unit of mean_spend; where frequency is 0, that of the population. */
  score(rows: Matrix): Float64Array;
  /** The score of one row as a mean of her own spend and the population's, and the weight of her own. */
  explain(rows: Matrix, row: number): { readonly own: number; readonly population: number; readonly ownWeight: number };
};

/**
 * Gamma-gamma (Fader and Hardie 2013, after Colombo and Jiang 1999): spends of a customer ~ Gamma(p, ν), her ν ~ Gamma(q, v).
 * Spend is taken not to depend on how often she buys. Customers without repeat purchase, or who paid
 * nothing for them, take no part in the fit.
 */
export function gammaGamma(): Model<FittedSpend> {
  return {
    name: kind.name,
    fit: (matrix: Matrix) => {
      const buyers = buyersOf(matrix);
      const customers = buyers.counts.length;
      if (customers < 2) throw new RefusedRows(kind.name, "fewer than two customers have a spend");
      const { parameters, logLikelihood } = maximiseLikelihood({
        model: kind.name,
        objective: spendLikelihood(buyers),
        start: [2, 3, buyers.spends.reduce((sum, spend) => sum + spend, 0) / customers],
        customers,
      });
      const [p = 0, q = 0, v = 0] = parameters;
      if (!(q > 1)) throw new RefusedRows(kind.name, "spends differ so much that their mean is infinite (q ≤ 1)");
      return fitted({ ...kind, parameters: { p, q, v }, logLikelihood, customers });
    },
  };
}

export function loadGammaGamma(json: unknown): FittedSpend {
  const estimate = openEstimate(json, kind, names);
  if (!((estimate.parameters["q"] ?? 0) > 1)) throw new RefusedModel(`${kind.name}: parameter q is damaged.`);
  return fitted(estimate);
}

/** Spends of customers with so many purchases each: rows with frequency and mean_spend. */
export function simulateGammaGamma(parameters: GammaGammaParameters, counts: Float64Array, random: Random): Matrix {
  const { p, q, v } = parameters;
  const means = counts.map((count) => {
    const rate = drawGamma(random, q, v);
    let sum = 0;
    for (let purchase = 0; purchase < count; purchase += 1) sum += drawGamma(random, p, rate);
    return count === 0 ? 0 : sum / count;
  });
  return matrixOf([numberColumn("frequency", counts), numberColumn("mean_spend", means)]);
}

type Buyers = { readonly counts: Float64Array; readonly spends: Float64Array };

/** Who has a spend, in one order, whatever the order of the rows was. */
function buyersOf(matrix: Matrix): Buyers {
  const { frequency, spend } = spendRows(matrix);
  const order = Uint32Array.from({ length: matrix.rows }, (_, row) => row)
    .filter((row) => (frequency[row] ?? 0) > 0 && (spend[row] ?? 0) > 0)
    .sort((a, b) => (frequency[a] ?? 0) - (frequency[b] ?? 0) || (spend[a] ?? 0) - (spend[b] ?? 0));
  return {
    counts: Float64Array.from(order, (row) => frequency[row] ?? 0),
    spends: Float64Array.from(order, (row) => spend[row] ?? 0),
  };
}

function spendRows(matrix: Matrix) {
  if (matrix.rows === 0) throw new RefusedRows(kind.name, "there are no rows");
  const frequency = numberColumnOf(kind.name, matrix, "frequency");
  const spend = numberColumnOf(kind.name, matrix, "mean_spend");
  return { frequency, spend };
}

/** −log-likelihood of mean spends and its gradient by (p, q, v) (Fader and Hardie 2013, eq. 1a). */
function spendLikelihood({ counts, spends }: Buyers): Objective {
  return ([p = 0, q = 0, v = 0], gradient) => {
    const slopes = [0, 0, 0] as [number, number, number];
    const logV = log(v);
    const digammaQ = digamma(q);
    let sum = 0;
    for (let row = 0; row < counts.length; row += 1) {
      const count = counts[row] ?? 0;
      const spend = spends[row] ?? 0;
      const whole = count * spend;
      const shape = p * count;
      const logWhole = log(whole);
      const logAll = log(v + whole);
      const top = digamma(shape + q);
      sum += q * (logV - logAll) + shape * (logWhole - logAll) - log(spend) - logBeta(shape, q);
      slopes[0] += count * (top - digamma(shape) + logWhole - logAll);
      slopes[1] += top - digammaQ + logV - logAll;
      slopes[2] += q / v - (shape + q) / (v + whole);
    }
    slopes.forEach((slope, index) => {
      gradient[index] = -slope;
    });
    return -sum;
  };
}

function fitted(estimate: Estimate): FittedSpend {
  const { name, version, logLikelihood, customers } = estimate;
  const parameters = Object.freeze({ ...estimate.parameters });
  const { p = 0, q = 0, v = 0 } = parameters;
  const population = (p * v) / (q - 1);
  // Fader and Hardie 2013, eq. 5: a mean of her own spend and the population's.
  const ownWeight = (count: number) => (p * count) / (p * count + q - 1);
  const expected = (count: number, spend: number) =>
    count === 0 ? population : population + ownWeight(count) * (spend - population);
  return Object.freeze({
    name,
    parameters,
    logLikelihood,
    customers,
    score: (rows: Matrix) => {
      const { frequency, spend } = spendRows(rows);
      return frequency.map((count, row) => expected(count, spend[row] ?? 0));
    },
    explain: (rows: Matrix, row: number) => {
      const { frequency, spend } = spendRows(rows);
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(name, "there is no such row", { row });
      return { own: spend[row] ?? 0, population, ownWeight: ownWeight(frequency[row] ?? 0) };
    },
    toJSON: () => ({ name, version, parameters, logLikelihood, customers }),
  });
}
