import { exp } from "#predict/numerics/exponential.ts";
import { minimise } from "#predict/numerics/lbfgs.ts";
import { log } from "#predict/numerics/logarithm.ts";
import type { Alternatives } from "./choices.ts";

/** A set of alternatives, and how often each was taken (the sum is the weight of the set). */
export type ChoiceSet = { readonly alternatives: Alternatives; readonly taken: Float64Array };

/** P(alternative) = e^(βᵀx) / Σ e^(βᵀx) over the set. */
export function choiceShares({ items, width, features }: Alternatives, weights: ArrayLike<number>): Float64Array {
  const shares = new Float64Array(items.length);
  let most = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < shares.length; place += 1) {
    let utility = 0;
    for (let index = 0; index < width; index += 1) {
      utility += (weights[index] ?? 0) * (features[place * width + index] ?? 0);
    }
    shares[place] = utility;
    most = Math.max(most, utility);
  }
  let sum = 0;
  for (let place = 0; place < shares.length; place += 1) {
    const grown = exp((shares[place] ?? 0) - most);
    shares[place] = grown;
    sum += grown;
  }
  for (let place = 0; place < shares.length; place += 1) shares[place] = (shares[place] ?? 0) / sum;
  return shares;
}

/** Weights β of the conditional logit (McFadden 1974) with ridge penalty λ β² / 2; zeros where there is no set. */
export function fitConditionalLogit(sets: readonly ChoiceSet[], width: number, ridge: number): Float64Array {
  if (sets.length === 0) return new Float64Array(width);
  const objective = (weights: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    for (let index = 0; index < width; index += 1) {
      const weight = weights[index] ?? 0;
      gradient[index] = ridge * weight;
      value += (ridge / 2) * weight * weight;
    }
    for (const set of sets) value += addSet(set, weights, gradient);
    return value;
  };
  return minimise(objective, new Float64Array(width), { tolerance: 1e-8, maxIterations: 200 }).point;
}

/** −log-likelihood of one set; its slope is added to `gradient`. */
function addSet({ alternatives, taken }: ChoiceSet, weights: Float64Array, gradient: Float64Array): number {
  const { width, features } = alternatives;
  const shares = choiceShares(alternatives, weights);
  const weight = taken.reduce((sum, part) => sum + part, 0);
  let value = 0;
  for (let place = 0; place < shares.length; place += 1) {
    const part = taken[place] ?? 0;
    const share = shares[place] ?? 0;
    if (part > 0) value -= part * log(Math.max(share, Number.MIN_VALUE));
    const excess = weight * share - part;
    for (let index = 0; index < width; index += 1) {
      gradient[index] = (gradient[index] ?? 0) + excess * (features[place * width + index] ?? 0);
    }
  }
  return value;
}
