import { normalCdf } from "#predict/numerics/normal.ts";

/** What a customer took, in any order: `at` in any unit of time. */
export type Taken = { readonly item: number; readonly at: number };

/** "Behind `first` comes `next`". */
export type Sequence = {
  readonly first: number;
  readonly next: number;
  /** Customers who took `next` within the time behind their first `first`, and their share of all who took `first`. */
  readonly support: number;
  readonly share: number;
  /** Customers who took them the other way round. */
  readonly reversed: number;
  /** Median time between both. */
  readonly medianTime: number;
  /** Chance of so one-sided an order if either were as likely (sign test, normal). */
  readonly pValue: number;
};

export type SequencesAsked = { readonly within: number; readonly leastSupport?: number; readonly level?: number };

/**
 * What follows what within `within` units of time, most frequent first. Popular things follow everything: what counts is that
 * customers take them in this order and not in the other. `level` (.01) is shared by all pairs looked at (Bonferroni).
 */
export function findSequences(
  customers: ReadonlyArray<readonly Taken[]>,
  { within, leastSupport = 5, level = 0.01 }: SequencesAsked,
): readonly Sequence[] {
  const holders = new Map<number, number>();
  const gaps = new Map<number, Map<number, number[]>>();
  for (const taken of customers) {
    const firsts = firstTimes(taken);
    for (const [first, from] of firsts) {
      holders.set(first, (holders.get(first) ?? 0) + 1);
      for (const [next, at] of behind(firsts, from, within)) addGap(gaps, { first, next, gap: at - from });
    }
  }
  const supportOf = (first: number, next: number) => gaps.get(first)?.get(next)?.length ?? 0;
  const found = [...gaps].flatMap(([first, row]) =>
    [...row].map(([next, times]): Sequence => {
      const [support, reversed] = [times.length, supportOf(next, first)];
      const pValue = normalCdf((reversed + 1 - support) / Math.sqrt(support + reversed));
      const medianTime = times.sort((a, b) => a - b)[(support - 1) >> 1] ?? 0;
      return { first, next, support, share: support / (holders.get(first) ?? 1), reversed, medianTime, pValue };
    }),
  );
  return found
    .filter(({ support, pValue }) => support >= leastSupport && pValue * found.length <= level)
    .sort((a, b) => b.support - a.support || a.first - b.first || a.next - b.next);
}

/** What came later than `from`, and no more than `within` later. */
function behind(firsts: ReadonlyMap<number, number>, from: number, within: number) {
  return [...firsts].filter(([, at]) => at > from && at - from <= within);
}

function firstTimes(taken: readonly Taken[]): ReadonlyMap<number, number> {
  const firsts = new Map<number, number>();
  for (const { item, at } of taken) firsts.set(item, Math.min(at, firsts.get(item) ?? Number.POSITIVE_INFINITY));
  return firsts;
}

type Gap = { readonly first: number; readonly next: number; readonly gap: number };

function addGap(gaps: Map<number, Map<number, number[]>>, { first, next, gap }: Gap): void {
  const row = gaps.get(first) ?? new Map<number, number[]>();
  gaps.set(first, row);
  const known = row.get(next);
  if (known === undefined) row.set(next, [gap]);
  else known.push(gap);
}
