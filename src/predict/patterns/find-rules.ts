import { normalCdf } from "#predict/numerics/normal.ts";

/** "Who takes `item` takes `with` too", in baskets of different item codes. */
export type BasketRule = {
  readonly item: number;
  readonly with: number;
  /** Baskets with both. */
  readonly support: number;
  /** Share of the item's baskets that hold the other too. */
  readonly confidence: number;
  /** Confidence by the other's share of all baskets; tells what goes together, and never ranks what to offer. */
  readonly lift: number;
  /** How much more often the rule would be wrong if both were independent (Brin et al. 1997); Infinity where it never is. */
  readonly conviction: number;
  /** Chance of at least this support under independence (one-sided, normal, with continuity correction). */
  readonly pValue: number;
};

export type RulesAsked = { readonly leastSupport?: number; readonly level?: number };

/** Pairs that go together beyond chance, highest lift first; `level` (.01) is shared by all pairs that were looked at (Bonferroni). */
export function findRules(
  baskets: ReadonlyArray<readonly number[]>,
  { leastSupport = 5, level = 0.01 }: RulesAsked = {},
): readonly BasketRule[] {
  const counts = new Map<number, number>();
  const pairs = new Map<number, Map<number, number>>();
  for (const basket of baskets) {
    const items = [...new Set(basket)];
    for (const item of items) {
      counts.set(item, (counts.get(item) ?? 0) + 1);
      const row = pairs.get(item) ?? new Map<number, number>();
      pairs.set(item, row);
      for (const other of items) row.set(other, (row.get(other) ?? 0) + 1);
    }
  }
  const rules = [...pairs].flatMap(([item, row]) =>
    [...row]
      .filter(([other]) => other !== item)
      .map(([other, support]) =>
        ruleOf(
          { item, with: other, support },
          { of: counts.get(item) ?? 0, other: counts.get(other) ?? 0, all: baskets.length },
        ),
      ),
  );
  const looked = rules.length / 2;
  return rules
    .filter(({ support, lift, pValue }) => support >= leastSupport && lift > 1 && pValue * looked <= level)
    .sort((a, b) => b.lift - a.lift || b.confidence - a.confidence || a.item - b.item || a.with - b.with);
}

type Pair = Pick<BasketRule, "item" | "with" | "support">;

function ruleOf(pair: Pair, { of, other, all }: { of: number; other: number; all: number }): BasketRule {
  const confidence = pair.support / of;
  const share = other / all;
  const expected = of * share;
  // Variance of the hypergeometric distribution.
  const spread = Math.sqrt((expected * (1 - share) * (all - of)) / Math.max(1, all - 1));
  return {
    ...pair,
    confidence,
    lift: confidence / share,
    conviction: confidence < 1 ? (1 - share) / (1 - confidence) : Number.POSITIVE_INFINITY,
    pValue: spread > 0 ? normalCdf((expected + 0.5 - pair.support) / spread) : 1,
  };
}
