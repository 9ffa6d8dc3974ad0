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
  const rehearsed = some === undefined ? undefined : climb({ ...likelihood, ...some }, { hasSimplex: true });
  // What some of them end on is the start for all, unless they have no likelihood. On a ridge the simplex has done what it can.
  const isUseful = rehearsed !== undefined && Number.isFinite(rehearsed.value);
  const best = climb(
    { ...likelihood, start: isUseful ? rehearsed.parameters : likelihood.start },
    { hasSimplex: !isUseful || rehearsed.hasConverged },
  );
  if (!Number.isFinite(best.value))
    throw new RefusedRows(likelihood.model, "no parameters give these rows a likelihood");
  return { parameters: best.parameters, logLikelihood: -best.value * likelihood.customers };
}

type Climbed = Pick<Minimum, "value" | "hasConverged"> & { readonly parameters: readonly number[] };

function climb({ objective, start, customers }: Likelihood, { hasSimplex }: { readonly hasSimplex: boolean }): Climbed {
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
  if (!best.hasConverged && hasSimplex) {
    const slope = new Float64Array(start.length);
    const { point } = minimiseBySimplex((place) => free(place, slope), best.point, { maxEvaluations: MOST_SIMPLEX });
    best = minimise(free, point, stop);
  }
  return { parameters: [...bounded(best.point, bounds)], value: best.value, hasConverged: best.hasConverged };
}
