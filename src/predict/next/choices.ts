import { exp } from "#predict/numerics/exponential.ts";
import { log, log1p } from "#predict/numerics/logarithm.ts";
import type { History } from "./histories.ts";
import type { ItemTables } from "./item-tables.ts";

/** Items to choose among, and what is known of each: `width` numbers an item, one item behind the other. */
export type Alternatives = { readonly items: Int32Array; readonly width: number; readonly features: Float64Array };

/** One purchase to come, as two questions: something she had before, or something new; and then which. */
export type Choices = {
  readonly repeat: Float64Array;
  readonly owned: Alternatives;
  readonly fresh: Alternatives;
};

export const REPEAT_FEATURES = ["constant", "baskets", "different items", "repeats so far"] as const;
export const OWNED_FEATURES = [
  "baskets with it",
  "baskets with it of late",
  "in the last basket",
  "popularity",
] as const;
/** Popularity speaks through what follows alone: as a feature of its own it wins likelihood and loses hits. */
export const FRESH_FEATURES = ["similarity", "similarity to the best", "what follows"] as const;

/** A basket counts this much less than the one behind it. */
const DECAY = 0.9;
const LATE_DECAY = 0.6;
const LEAST_SIMILARITY = 0.002;

type Owned = { baskets: number; weight: number; late: number; last: boolean };

export function choicesOf(tables: ItemTables, history: History): Choices {
  const owned = ownedOf(history);
  return {
    repeat: repeatFeatures(history, owned),
    owned: ownedAlternatives(tables, owned),
    fresh: freshAlternatives(tables, owned),
  };
}

function ownedOf(history: History): ReadonlyMap<number, Owned> {
  const owned = new Map<number, Owned>();
  history.forEach((basket, at) => {
    const ago = history.length - 1 - at;
    const [weight, late] = [exp(ago * log(DECAY)), exp(ago * log(LATE_DECAY))];
    for (const item of basket) {
      const known = owned.get(item) ?? { baskets: 0, weight: 0, late: 0, last: false };
      known.baskets += 1;
      known.weight += weight;
      known.late += late;
      known.last = ago === 0;
      owned.set(item, known);
    }
  });
  return owned;
}

function repeatFeatures(history: History, owned: ReadonlyMap<number, Owned>): Float64Array {
  const lines = history.reduce((sum, basket) => sum + basket.length, 0);
  const afterFirst = lines - (history[0]?.length ?? 0);
  const repeats = lines - owned.size;
  return Float64Array.of(1, log1p(history.length), log1p(owned.size), (repeats + 1) / (afterFirst + 3));
}

function ownedAlternatives({ share }: ItemTables, owned: ReadonlyMap<number, Owned>): Alternatives {
  const width = OWNED_FEATURES.length;
  const items = Int32Array.from(owned.keys()).sort();
  const features = new Float64Array(items.length * width);
  items.forEach((item, place) => {
    const { baskets, late, last } = owned.get(item) ?? { baskets: 0, late: 0, last: false };
    features.set([log(baskets), log1p(late), last ? 1 : 0, log(share[item] ?? 1)], place * width);
  });
  return { items, width, features };
}

/** How near every item is to what she has, and what follows on it. */
function nearness({ near, share }: ItemTables, owned: ReadonlyMap<number, Owned>) {
  const similar = new Float64Array(share.length);
  const follows = new Float64Array(share.length);
  let total = 0;
  let popular = 0;
  for (const [item, { weight }] of [...owned].sort(([a], [b]) => a - b)) {
    const neighbours = near[item];
    if (neighbours === undefined) continue;
    total += weight;
    popular += weight * neighbours.popular;
    neighbours.items.forEach((other, index) => {
      similar[other] = (similar[other] ?? 0) + weight * (neighbours.similar[index] ?? 0);
      follows[other] = (follows[other] ?? 0) + weight * (neighbours.follows[index] ?? 0);
    });
  }
  const scale = total > 0 ? 1 / total : 0;
  return { similar, follows, scale, popular: total > 0 ? popular * scale : 1 };
}

function freshAlternatives(tables: ItemTables, owned: ReadonlyMap<number, Owned>): Alternatives {
  const width = FRESH_FEATURES.length;
  const { share } = tables;
  const { similar, follows, scale, popular } = nearness(tables, owned);
  const items = Int32Array.from([...share.keys()].filter((item) => !owned.has(item)));
  let best = 0;
  for (const item of items) best = Math.max(best, similar[item] ?? 0);
  const features = new Float64Array(items.length * width);
  items.forEach((item, place) => {
    const near = similar[item] ?? 0;
    features[place * width] = log(near * scale + LEAST_SIMILARITY);
    features[place * width + 1] = best > 0 ? near / best : 0;
    features[place * width + 2] = log((follows[item] ?? 0) * scale + popular * (share[item] ?? 0));
  });
  return { items, width, features };
}
