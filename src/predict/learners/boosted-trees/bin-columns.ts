import { quantiles } from "#predict/numerics/quantile.ts";
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

/** One byte a row. RangeError where the kind of the column is another. */
export function binned(feature: Feature, column: Column): Uint8Array {
  if (feature.kind !== column.kind) throw new RangeError(`Column ${feature.name} is no ${feature.kind} column.`);
  if (feature.kind === "number" && column.kind === "number") return binNumbers(feature.edges, column.values);
  return column.kind === "category" && feature.kind === "category"
    ? binCategories(feature.levels, column)
    : new Uint8Array(0);
}

function binNumbers(edges: readonly number[], values: Float64Array): Uint8Array {
  // Padded to a power of two, so that each value takes the same few steps.
  let size = 1;
  while (size <= edges.length) size *= 2;
  const padded = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  padded.set(edges);
  const bins = new Uint8Array(values.length);
  for (let row = 0; row < bins.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    let at = 0;
    for (let step = size >> 1; step > 0; step >>= 1) at += (padded[at + step - 1] ?? 0) < value ? step : 0;
    bins[row] = value === value ? at : MISSING_BIN;
  }
  return bins;
}

function binCategories(levels: readonly string[], column: CategoryColumn): Uint8Array {
  const places = new Map(levels.map((level, bin) => [level, bin]));
  const binOf = Uint8Array.from(column.levels, (level) => places.get(level) ?? OTHER_BIN);
  return Uint8Array.from(column.codes, (code) => (code < 0 ? MISSING_BIN : (binOf[code] ?? OTHER_BIN)));
}

/** Halfway between neighbouring values where they are few, else at quantiles of the rows. */
function edgesOf({ values }: NumberColumn, maxBins: number): readonly number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  if (distinct.length <= maxBins) return middles(distinct);
  const shares = Array.from({ length: maxBins - 1 }, (_, index) => (index + 1) / maxBins);
  const cuts = quantiles(sorted, shares);
  return [...new Set(cuts)].filter((cut) => cut < (sorted.at(-1) ?? 0));
}

function middles(distinct: Float64Array): readonly number[] {
  return Array.from(distinct.subarray(1), (value, index) => {
    const below = distinct[index] ?? 0;
    const middle = below + (value - below) / 2;
    // Of two neighbouring doubles the middle rounds to one of them: the lower one keeps both apart.
    return middle < value ? middle : below;
  });
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
