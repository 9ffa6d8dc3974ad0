import type { CatalogueIndex } from "./catalogue-index.ts";
import type { Foretold, ScoreWeights, SelectionInput } from "./selection.ts";

export const defaultWeights: ScoreWeights = { affinity: 1, product: 1, popularity: 0.1, shownFactor: 0.7 };

/** The score of every product for one customer before boosts, and the weighted parts that it is the sum of. */
export type ProductScores = {
  readonly base: Float64Array;
  /** By category number. */
  readonly affinities: Float64Array;
  readonly predicted: Float64Array | undefined;
  /** By product number; undefined where nothing is foretold of the customer. */
  readonly foretold: ReadonlyArray<Foretold | undefined> | undefined;
  readonly popularity: Float64Array | undefined;
};

/** Scores customers over one catalogue. The formula stands at ScoreWeights. */
export function productScorer(
  catalogue: CatalogueIndex,
  weights: ScoreWeights,
): (input: SelectionInput) => ProductScores {
  const popularityOf = lastDense(catalogue, weights.popularity);
  const { categoryOf, categories, products } = catalogue;
  return ({ customer, scores }) => {
    const affinities = new Float64Array(categories.length);
    for (const [number, category] of categories.entries()) {
      affinities[number] = weights.affinity * usable(scores.affinityByCategory[category]);
    }
    const foretold = foretoldOf(catalogue, scores);
    const known = scores.byProductId && dense(catalogue, scores.byProductId, weights.product);
    const predicted = foretold === undefined ? known : withForetold(foretold, known, weights.product);
    const popularity = scores.popularityByProductId && popularityOf(scores.popularityByProductId);
    const base = new Float64Array(products.length);
    for (let index = 0; index < base.length; index += 1) {
      base[index] = (affinities[categoryOf[index] ?? 0] ?? 0) + (predicted?.[index] ?? 0) + (popularity?.[index] ?? 0);
    }
    for (const [id, times] of customer.shownTimesById ?? []) {
      const index = catalogue.indexById.get(id);
      if (index !== undefined) base[index] = (base[index] ?? 0) * weights.shownFactor ** usable(times);
    }
    return { base, affinities, predicted, foretold, popularity };
  };
}

/** Of what is foretold of a product set itself and of its category the likelier. */
function foretoldOf(
  { products }: CatalogueIndex,
  { foretoldByCategory, foretoldByCode }: SelectionInput["scores"],
): ReadonlyArray<Foretold | undefined> | undefined {
  if ((foretoldByCategory?.size ?? 0) + (foretoldByCode?.size ?? 0) === 0) return undefined;
  return products.map(({ code, category }) => {
    const [own, shared] = [foretoldByCode?.get(code), foretoldByCategory?.get(category)];
    return usable(own?.score) >= usable(shared?.score) ? (own ?? shared) : shared;
  });
}

function withForetold(
  foretold: ReadonlyArray<Foretold | undefined>,
  known: Float64Array | undefined,
  weight: number,
): Float64Array {
  return Float64Array.from(foretold, (one, index) => Math.max(known?.[index] ?? 0, weight * usable(one?.score)));
}

function usable(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}

function dense(catalogue: CatalogueIndex, byId: ReadonlyMap<number, number>, weight: number): Float64Array {
  const values = new Float64Array(catalogue.products.length);
  for (const [id, value] of byId) {
    const index = catalogue.indexById.get(id);
    if (index !== undefined) values[index] = weight * usable(value);
  }
  return values;
}

/** Popularity is one map for all customers: spread it once, as long as the same map comes. */
function lastDense(catalogue: CatalogueIndex, weight: number): (byId: ReadonlyMap<number, number>) => Float64Array {
  let last: { readonly byId: ReadonlyMap<number, number>; readonly values: Float64Array } | undefined;
  return (byId) => {
    if (last?.byId !== byId) last = { byId, values: dense(catalogue, byId, weight) };
    return last.values;
  };
}
