import type { Random } from "#kernel/random.ts";
import { distinctHistories, someHistories } from "#predict/models/btyd/distinct-histories.ts";
import {
  type Estimate,
  fittedPurchases,
  type FittedPurchases,
  openEstimate,
  refuseWithoutRepeats,
} from "#predict/models/btyd/fitted-purchases.ts";
import { maximiseLikelihood } from "#predict/models/btyd/maximise-likelihood.ts";
import { type PurchaseRows, purchaseRows } from "#predict/models/btyd/purchase-rows.ts";
import { type Ages, type Simulated, simulateHistories } from "#predict/models/btyd/simulate-histories.ts";
import type { Model } from "#predict/models/model.ts";
import { drawExponential, drawGamma } from "#predict/numerics/draws.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { paretoForecast, type ParetoParameters } from "./pareto-forecast.ts";
import { paretoLikelihood } from "./pareto-likelihood.ts";

const kind = { name: "pareto-nbd", version: 1 } as const;
const names = ["r", "alpha", "s", "beta"] as const;

/**
 * Pareto/NBD (Schmittlein, Morrison and Colombo 1987): purchases at random with a rate ~ Gamma(r, α) until an unseen end, whose
 * own rate is ~ Gamma(s, β).
 */
export function paretoNbd(): Model<FittedPurchases> {
  return {
    name: kind.name,
    fit: (matrix: Matrix) => {
      const rows = purchaseRows(kind.name, matrix);
      refuseWithoutRepeats(kind.name, rows);
      const histories = distinctHistories(rows);
      const some = someHistories(histories);
      const { parameters, logLikelihood } = maximiseLikelihood({
        model: kind.name,
        objective: paretoLikelihood(histories),
        ...(some === undefined ? {} : { some: { objective: paretoLikelihood(some), customers: rows.rows } }),
        start: startOf(rows),
        customers: rows.rows,
      });
      const [r = 0, alpha = 0, s = 0, beta = 0] = parameters;
      return fitted({ ...kind, parameters: { r, alpha, s, beta }, logLikelihood, customers: rows.rows });
    },
  };
}

export function loadParetoNbd(json: unknown): FittedPurchases {
  return fitted(openEstimate(json, kind, names));
}

/** Customers of a Pareto/NBD world, followed for their ages and `horizon` beyond. */
export function simulateParetoNbd(parameters: ParetoParameters, ages: Ages, random: Random): Simulated {
  const { r, alpha, s, beta } = parameters;
  return simulateHistories(ages, () => {
    const rate = drawGamma(random, r, alpha);
    const end = drawExponential(random, drawGamma(random, s, beta));
    return (lastAt) => {
      const at = lastAt + drawExponential(random, rate);
      return at <= end && at > lastAt ? at : Number.POSITIVE_INFINITY;
    };
  });
}

/** A search that starts alike in every unit of time: the mean rate of the rows, and lives as long as they are old. */
function startOf({ age, frequency }: PurchaseRows): readonly number[] {
  const sum = (values: Float64Array) => values.toSorted().reduce((total, value) => total + value, 0);
  const ages = sum(age);
  return [1, ages / sum(frequency), 1, ages / age.length];
}

function fitted(estimate: Estimate): FittedPurchases {
  const { r = 0, alpha = 0, s = 0, beta = 0 } = estimate.parameters;
  return fittedPurchases(estimate, paretoForecast({ r, alpha, s, beta }));
}
