import type { History } from "./histories.ts";

/** What is counted of histories; a history can be counted out again, so that a customer never foretells herself. */
export type ItemCounts = {
  readonly size: number;
  /** Customers who have the item. */
  readonly holders: Float64Array;
  /** Baskets with the item. */
  readonly bought: Float64Array;
  /** size × size: customers who have both. */
  readonly together: Float64Array;
  /** size × size: baskets with the second right behind a basket with the first. */
  readonly followed: Float64Array;
  /** Items that came right behind a basket with the item. */
  readonly followers: Float64Array;
};

/** The items that go with one item, most similar first, without the item itself. */
export type Neighbours = {
  readonly items: readonly number[];
  /** Shrunk cosine of who has them: together / √((holders + s)(holders + s)). */
  readonly similar: readonly number[];
  /** Share of the next basket's items that are this one, without the part of popularity. */
  readonly follows: readonly number[];
  /** The part of popularity in what follows. */
  readonly popular: number;
};

export type ItemTables = {
  readonly items: readonly string[];
  /** Share of each item in all that was bought. */
  readonly share: readonly number[];
  readonly near: readonly Neighbours[];
};

const SHRINKAGE = 5;
const FOLLOW_SHRINKAGE = 10;

export function emptyCounts(size: number): ItemCounts {
  return {
    size,
    holders: new Float64Array(size),
    bought: new Float64Array(size),
    together: new Float64Array(size * size),
    followed: new Float64Array(size * size),
    followers: new Float64Array(size),
  };
}

/** Counts a history in (sign 1) or out (sign −1). */
export function countHistory(counts: ItemCounts, history: History, sign: 1 | -1): void {
  const { size, holders, bought, together } = counts;
  const owned = [...new Set(history.flat())];
  for (const item of owned) {
    holders[item] = (holders[item] ?? 0) + sign;
    for (const other of owned) {
      if (other !== item) together[item * size + other] = (together[item * size + other] ?? 0) + sign;
    }
  }
  history.forEach((basket, at) => {
    for (const item of basket) bought[item] = (bought[item] ?? 0) + sign;
    if (at > 0) countFollowers(counts, { before: history[at - 1] ?? [], basket, sign });
  });
}

type Step = { readonly before: readonly number[]; readonly basket: readonly number[]; readonly sign: 1 | -1 };

function countFollowers({ size, followed, followers }: ItemCounts, { before, basket, sign }: Step): void {
  for (const item of before) {
    followers[item] = (followers[item] ?? 0) + sign * basket.length;
    for (const next of basket) followed[item * size + next] = (followed[item * size + next] ?? 0) + sign;
  }
}

/** Tables of the counts, with at most `most` neighbours an item. */
export function itemTables(items: readonly string[], counts: ItemCounts, most: number): ItemTables {
  const total = counts.bought.reduce((sum, count) => sum + count, 0) + counts.size;
  const share = Array.from(counts.bought, (count) => (count + 1) / total);
  return { items, share, near: items.map((_, item) => neighboursOf(counts, item, most)) };
}

function neighboursOf(counts: ItemCounts, item: number, most: number): Neighbours {
  const { size, holders, together, followed, followers } = counts;
  const own = (holders[item] ?? 0) + SHRINKAGE;
  const behind = (followers[item] ?? 0) + FOLLOW_SHRINKAGE;
  const similarity = (other: number) =>
    (together[item * size + other] ?? 0) / Math.sqrt(own * ((holders[other] ?? 0) + SHRINKAGE));
  const found: Array<{ readonly other: number; readonly similar: number; readonly follows: number }> = [];
  for (let other = 0; other < size; other += 1) {
    if (other === item) continue;
    const similar = similarity(other);
    const follows = (followed[item * size + other] ?? 0) / behind;
    if (similar > 0 || follows > 0) found.push({ other, similar, follows });
  }
  found.sort((a, b) => b.similar - a.similar || a.other - b.other);
  const kept = found.slice(0, most);
  return {
    items: kept.map(({ other }) => other),
    similar: kept.map(({ similar }) => similar),
    follows: kept.map(({ follows }) => follows),
    popular: FOLLOW_SHRINKAGE / behind,
  };
}
