import { type Random, randomInt } from "#kernel/random.ts";
import { assign, kMeans, type Points } from "./k-means.ts";
import { adjustedRandIndex } from "./rand-index.ts";

/** How much a number of clusters is found again in resampled rows: mean adjusted Rand index, and its standard error. */
export type Stability = { readonly k: number; readonly stability: number; readonly standardError: number };

export type StabilityAsked = { readonly k: number; readonly resamples: number; readonly random: Random };

const STARTS = 5;

/** Bootstrap stability (Hennig 2007, by the adjusted Rand index): clusters of resampled rows against those of all. */
export function stabilityOf(points: Points, { k, resamples, random }: StabilityAsked): Stability {
  const reference = kMeans(points, { k, starts: STARTS, random }).labels;
  const indices = Array.from({ length: resamples }, () => {
    const { centres } = kMeans(resampled(points, random), { k, starts: STARTS, random });
    const labels = new Int32Array(points.rows);
    assign(points, centres, { labels, sums: new Float64Array(centres.length), counts: new Float64Array(k) });
    return adjustedRandIndex(reference, labels);
  });
  const stability = indices.reduce((sum, value) => sum + value, 0) / resamples;
  const variance = indices.reduce((sum, value) => sum + (value - stability) ** 2, 0) / Math.max(1, resamples - 1);
  return { k, stability, standardError: Math.sqrt(variance / resamples) };
}

/** The rule: of all numbers whose stability is within one standard error of the best, the largest. */
export function chooseK(found: readonly Stability[]): Stability | undefined {
  const [best] = found.toSorted((a, b) => b.stability - a.stability || b.k - a.k);
  if (best === undefined) return undefined;
  return found
    .filter(({ stability }) => stability >= best.stability - best.standardError)
    .toSorted((a, b) => b.k - a.k)
    .at(0);
}

function resampled({ rows, width, values }: Points, random: Random): Points {
  const drawn = new Float64Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    const from = randomInt(random, rows) * width;
    drawn.set(values.subarray(from, from + width), row * width);
  }
  return { rows, width, values: drawn };
}
