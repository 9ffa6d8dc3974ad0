import { RefusedRows } from "#predict/models/model.ts";
import { bounded, freed, unbounded } from "#predict/numerics/bounds.ts";
import { type Minimum, minimise, type Objective } from "#predict/numerics/lbfgs.ts";
import { minimiseBySimplex } from "#predict/numerics/nelder-mead.ts";

/** Parameters beyond these say that the data know nothing of them: the likelihood is level there. */
const LEAST = 1e-7;
const MOST = 1e7;

/** Likelihoods with a top are climbed in fewer steps; where nobody ever stops there is a ridge without end. */
const MOST_STEPS = 120;
/** The simplex only has to find off a ridge: the descent goes on from there. */
const MOST_SIMPLEX = 500;

export type Likelihood = {
  readonly model: string;
  /** −log-likelihood and its gradient by the positive parameters themselves. */
  readonly objective: Objective;
  readonly start: readonly number[];
  readonly customers: number;
  /** The same of some of them: the way up is walked with these, the last steps with all. The top is that of all. */
  readonly some?: Pick<Likelihood, "objective" | "customers"> | undefined;
};

export type Maximum = { readonly parameters: readonly number[]; readonly logLikelihood: number };

/**
 * Positive parameters with the greatest likelihood: L-BFGS over their logarithms, in units of a customer's mean
 * log-likelihood; a simplex takes over where that ends on a slope.
 */
export function maximiseLikelihood({ some, ...likelihood }: Likelihood): Maximum {
  if (some === undefined) return climb(likelihood, MOST_SIMPLEX);
  // What the simplex can do was done by then.
  return climb({ ...likelihood, start: climb({ ...likelihood, ...some }, MOST_SIMPLEX).parameters }, 0);
}

function climb({ model, objective, start, customers }: Likelihood, mostSimplex: number): Maximum {
  const bounds = start.map(() => ({ least: 0 }));
  const mean: Objective = (point, gradient) => {
    if (point.some((part) => !(part > LEAST && part < MOST))) return Number.NaN;
    const value = objective(point, gradient);
    for (let index = 0; index < gradient.length; index += 1) gradient[index] = (gradient[index] ?? 0) / customers;
    return value / customers;
  };
  const free = freed(mean, bounds);
  const stop = { tolerance: 1e-11, maxIterations: MOST_STEPS };
  let best: Minimum = minimise(free, unbounded(start, bounds), stop);
  if (!best.hasConverged && mostSimplex > 0) {
    const slope = new Float64Array(start.length);
    const { point } = minimiseBySimplex((place) => free(place, slope), best.point, { maxEvaluations: mostSimplex });
    best = minimise(free, point, stop);
  }
  if (!Number.isFinite(best.value)) throw new RefusedRows(model, "no parameters give these rows a likelihood");
  return { parameters: [...bounded(best.point, bounds)], logLikelihood: -best.value * customers };
}
