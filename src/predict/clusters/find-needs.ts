import { normalCdf } from "#predict/numerics/normal.ts";

/** Who is in which cluster and has which categories: `held[row]` are codes of `categories`, each at most once. */
export type Holdings = {
  readonly cluster: ArrayLike<number>;
  readonly held: ReadonlyArray<readonly number[]>;
  readonly categories: readonly string[];
};

/** A category that a cluster has more often than others have it. */
export type Need = {
  readonly category: string;
  /** Members of the cluster who have it, and their share. */
  readonly support: number;
  readonly share: number;
  /** Share in the cluster by share among all. */
  readonly lift: number;
  /** Chance of such a share, or a higher one, if the cluster were like the others (one-sided z-test of two shares). */
  readonly pValue: number;
};

const LEAST_SUPPORT = 20;
const LEVEL = 0.01;

/**
 * The needs of each cluster, highest lift first: categories lifted beyond chance. The level is shared by all tests
 * (Bonferroni), and what fewer members have than `leastSupport` (20 unless given) is left out.
 */
export function findNeeds(
  { cluster, held, categories }: Holdings,
  { k, leastSupport = LEAST_SUPPORT }: { readonly k: number; readonly leastSupport?: number },
): ReadonlyArray<readonly Need[]> {
  const sizes = new Float64Array(k);
  const counts = Array.from({ length: k }, () => new Float64Array(categories.length));
  const all = new Float64Array(categories.length);
  held.forEach((codes, row) => {
    const own = cluster[row] ?? -1;
    sizes[own] = (sizes[own] ?? 0) + 1;
    for (const code of codes) {
      all[code] = (all[code] ?? 0) + 1;
      const counted = counts[own];
      if (counted !== undefined) counted[code] = (counted[code] ?? 0) + 1;
    }
  });
  const level = LEVEL / Math.max(1, k * categories.length);
  return counts.map((counted, own) =>
    categories
      .map((category, code): Need => {
        const support = counted[code] ?? 0;
        const total = all[code] ?? 0;
        const size = sizes[own] ?? 0;
        const share = support / size;
        const whole = total / held.length;
        const rest = (total - support) / (held.length - size);
        const error = Math.sqrt(whole * (1 - whole) * (1 / size + 1 / (held.length - size)));
        return {
          category,
          support,
          share,
          lift: share / whole,
          pValue: error > 0 ? normalCdf((rest - share) / error) : 1,
        };
      })
      .filter(({ support, lift, pValue }) => support >= leastSupport && lift > 1 && pValue <= level)
      .sort((a, b) => b.lift - a.lift || (a.category < b.category ? -1 : 1)),
  );
}
