import { exp } from "#predict/numerics/exponential.ts";
import { log } from "#predict/numerics/logarithm.ts";

/** Baskets of different item codes, two or more each, and how many items there are. */
export type Baskets = { readonly size: number; readonly baskets: ReadonlyArray<readonly number[]> };

/** The weights as one line of numbers: size × size pulls (row: what is in the basket), then the size popularities. */
export type CompletionWeights = Float64Array;

/** Utilities of all items behind `basket`, with the pull of its items divided by √(how many there are). */
export function completionUtilities(weights: CompletionWeights, size: number, basket: readonly number[]): Float64Array {
  const utilities = weights.slice(size * size);
  const scale = basket.length === 0 ? 0 : 1 / Math.sqrt(basket.length);
  for (const item of basket) {
    for (let other = 0; other < size; other += 1) {
      utilities[other] = (utilities[other] ?? 0) + scale * (weights[item * size + other] ?? 0);
    }
  }
  return utilities;
}

/**
 * −log-likelihood of every item of every basket, each hidden in turn and guessed from the rest, all items of a basket together
 * weighing 1; plus ridge × pull² / 2. Writes the slope.
 */
export function completionLoss({ size, baskets }: Baskets, ridge: number) {
  const missed = new Float64Array(size);
  const one = new Float64Array(size);
  const pulled = new Float64Array(size);
  return (weights: CompletionWeights, gradient: Float64Array): number => {
    let value = penalise(weights, gradient, { pulls: size * size, ridge });
    for (const basket of baskets) {
      const scale = 1 / Math.sqrt(basket.length - 1);
      pulled.fill(0);
      for (const item of basket) add(pulled, weights, { from: item * size, times: 1 });
      missed.fill(0);
      for (const hidden of basket) {
        value += guess({ weights, basket, hidden, pulled, scale }, one) / basket.length;
        for (let item = 0; item < size; item += 1) {
          const part = (one[item] ?? 0) / basket.length;
          missed[item] = (missed[item] ?? 0) + part;
          // The hidden item pulled nothing when it was guessed itself.
          const at = hidden * size + item;
          gradient[at] = (gradient[at] ?? 0) - scale * part;
        }
      }
      for (const item of basket) addTo(gradient, missed, { from: item * size, times: scale });
      addTo(gradient, missed, { from: size * size, times: 1 });
    }
    return value;
  };
}

type Guess = {
  readonly weights: CompletionWeights;
  readonly basket: readonly number[];
  readonly hidden: number;
  readonly pulled: Float64Array;
  readonly scale: number;
};

/** −log P(hidden | rest); writes P − [is hidden] of each item, 0 for the rest of the basket. */
function guess({ weights, basket, hidden, pulled, scale }: Guess, out: Float64Array): number {
  const size = out.length;
  const bias = size * size;
  let most = Number.NEGATIVE_INFINITY;
  for (let item = 0; item < size; item += 1) {
    const pull = (pulled[item] ?? 0) - (weights[hidden * size + item] ?? 0);
    const utility = (weights[bias + item] ?? 0) + scale * pull;
    out[item] = utility;
    if (utility > most) most = utility;
  }
  for (const item of basket) if (item !== hidden) out[item] = Number.NEGATIVE_INFINITY;
  const wanted = out[hidden] ?? 0;
  let sum = 0;
  for (let item = 0; item < size; item += 1) {
    const grown = exp((out[item] ?? 0) - most);
    out[item] = grown;
    sum += grown;
  }
  for (let item = 0; item < size; item += 1) out[item] = (out[item] ?? 0) / sum;
  out[hidden] = (out[hidden] ?? 0) - 1;
  return log(sum) + most - wanted;
}

type Slice = { readonly from: number; readonly times: number };

function add(to: Float64Array, what: Float64Array, { from, times }: Slice): void {
  for (let index = 0; index < to.length; index += 1) to[index] = (to[index] ?? 0) + times * (what[from + index] ?? 0);
}

function addTo(to: Float64Array, what: Float64Array, { from, times }: Slice): void {
  for (let index = 0; index < what.length; index += 1) {
    to[from + index] = (to[from + index] ?? 0) + times * (what[index] ?? 0);
  }
}

function penalise(
  weights: Float64Array,
  gradient: Float64Array,
  { pulls, ridge }: { pulls: number; ridge: number },
): number {
  let value = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] ?? 0;
    const isPull = index < pulls;
    gradient[index] = isPull ? ridge * weight : 0;
    if (isPull) value += (ridge / 2) * weight * weight;
  }
  return value;
}
