import type { CategoryColumn, Column, Matrix, NumberColumn } from "#predict/numerics/matrix.ts";
import { MISSING_BIN, MOST_BINS, OTHER_BIN } from "./tree.ts";

/** How one column becomes bins. Numbers: bin k holds edges[k − 1] < x ≤ edges[k]. Categories: bin k is levels[k]. */
export type Feature =
  | { readonly name: string; readonly kind: "number"; readonly edges: readonly number[] }
  | { readonly name: string; readonly kind: "category"; readonly levels: readonly string[] };

export type Binning = { readonly maxBins: number; readonly minCategoryRows: number };

/** Bins of every input column, made from the rows to learn from alone. */
export function featuresOf(inputs: Matrix, { maxBins, minCategoryRows }: Binning): readonly Feature[] {
  return inputs.columns.map((column) =>
    column.kind === "number"
      ? { name: column.name, kind: "number", edges: edgesOf(column, maxBins) }
      : { name: column.name, kind: "category", levels: levelsOf(column, maxBins, minCategoryRows) },
  );
}

/** Fills `bins`, one byte a row. RangeError where the kind of the column is another. */
export function putBins(bins: Uint8Array, feature: Feature, column: Column): void {
  if (feature.kind === "number" && column.kind === "number") putNumbers(bins, feature.edges, column.values);
  else if (feature.kind === "category" && column.kind === "category") putCategories(bins, feature.levels, column);
  else throw new RangeError(`Column ${feature.name} is no ${feature.kind} column.`);
}

function putNumbers(bins: Uint8Array, edges: readonly number[], values: Float64Array): void {
  // Padded to a power of two, so that each value takes the same few steps.
  let size = 1;
  while (size <= edges.length) size *= 2;
  const padded = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  padded.set(edges);
  for (let row = 0; row < bins.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    let at = 0;
    // No branch: which way a value goes can't be foreseen, and a processor that guesses wrong loses more than a step.
    for (let step = size >> 1; step > 0; step >>= 1) at += step & -Number((padded[at + step - 1] ?? 0) < value);
    bins[row] = at | (MISSING_BIN & -Number(value !== value));
  }
}

function putCategories(bins: Uint8Array, levels: readonly string[], column: CategoryColumn): void {
  const places = new Map(levels.map((level, bin) => [level, bin]));
  const binOf = Uint8Array.from(column.levels, (level) => places.get(level) ?? OTHER_BIN);
  for (let row = 0; row < bins.length; row += 1) {
    const code = column.codes[row] ?? -1;
    bins[row] = code < 0 ? MISSING_BIN : (binOf[code] ?? OTHER_BIN);
  }
}

/** Halfway between neighbouring values where they are few, else at quantiles of the rows. */
function edgesOf({ values }: NumberColumn, maxBins: number): readonly number[] {
  // What is missing comes last.
  const sorted = values.slice().sort();
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1])) known -= 1;
  return fewMiddles(sorted.subarray(0, known), maxBins) ?? cutsOf(sorted.subarray(0, known), maxBins);
}

/** Edges between all values that differ; undefined where there are more than `maxBins`. */
function fewMiddles(sorted: Float64Array, maxBins: number): readonly number[] | undefined {
  const edges: number[] = [];
  for (let place = 1; place < sorted.length; place += 1) {
    const [below, value] = [sorted[place - 1] ?? 0, sorted[place] ?? 0];
    if (below === value) continue;
    if (edges.length + 2 > maxBins) return undefined;
    const middle = below + (value - below) / 2;
    // Of two neighbouring doubles the middle rounds to one of them: the lower one keeps both apart.
    edges.push(middle < value ? middle : below);
  }
  return edges;
}

/** Quantiles as those of `quantiles` (type 7), of values that are in order already. */
function cutsOf(sorted: Float64Array, maxBins: number): readonly number[] {
  const most = sorted.at(-1) ?? 0;
  const cuts = new Set<number>();
  for (let bin = 1; bin < maxBins; bin += 1) {
    const place = (bin / maxBins) * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
    const cut = below === above ? below : below + (place - Math.floor(place)) * (above - below);
    if (cut < most) cuts.add(cut);
  }
  return [...cuts];
}

/** The most frequent levels, in the order of the alphabet; the others share a bin. */
function levelsOf({ codes, levels }: CategoryColumn, maxBins: number, minRows: number): readonly string[] {
  const counts = new Float64Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const known = levels.map((level, code) => ({ level, count: counts[code] ?? 0 }));
  return known
    .filter(({ count }) => count >= minRows)
    .sort((a, b) => b.count - a.count || (a.level < b.level ? -1 : 1))
    .slice(0, Math.min(maxBins, MOST_BINS))
    .map(({ level }) => level)
    .sort();
}
