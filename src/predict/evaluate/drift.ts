import { log } from "#predict/numerics/logarithm.ts";
import type { Column, Matrix } from "#predict/numerics/matrix.ts";
import { quantiles } from "#predict/numerics/quantile.ts";

/** How the rows of a fit were spread over one column: shares of bins, the last of them for what is missing. */
export type ColumnProfile =
  | {
      readonly name: string;
      readonly kind: "number";
      readonly edges: readonly number[];
      readonly shares: readonly number[];
    }
  | {
      readonly name: string;
      readonly kind: "category";
      readonly levels: readonly string[];
      readonly shares: readonly number[];
    };

export type ColumnDrift = {
  readonly column: string;
  /** Population stability index. */
  readonly psi: number;
  readonly verdict: "stable" | "watch" | "alarm";
};

const BINS = 10;
const MOST_LEVELS = 50;
/** An empty bin counts as this share: the index would be infinite. */
const LEAST_SHARE = 1e-4;
/** The usual marks (Siddiqi 2006): below 0.1 nothing happened, above 0.25 the population is another. */
const WATCH = 0.1;
const ALARM = 0.25;

/** What to compare later rows with. Numbers in bins of equal counts; levels beyond the most frequent share a bin. */
export function profileOf({ columns }: Matrix): readonly ColumnProfile[] {
  return columns.map((column) => {
    if (column.kind === "number") {
      const cuts = quantiles(
        column.values,
        Array.from({ length: BINS - 1 }, (_, index) => (index + 1) / BINS),
      );
      const edges = [...new Set(cuts.filter(Number.isFinite))];
      return { name: column.name, kind: "number", edges, shares: numberShares(edges, column.values) };
    }
    const levels = frequentLevels(column);
    return { name: column.name, kind: "category", levels, shares: levelShares(levels, column) };
  });
}

/** PSI of each profiled column: Σ (now − then) ln (now / then). Columns that the rows have not are left out. */
export function driftOf(profiles: readonly ColumnProfile[], { columns }: Matrix): readonly ColumnDrift[] {
  return profiles.flatMap((profile) => {
    const column = columns.find(({ name }) => name === profile.name);
    if (column === undefined || column.kind !== profile.kind) return [];
    const now =
      profile.kind === "number" && column.kind === "number"
        ? numberShares(profile.edges, column.values)
        : profile.kind === "category" && column.kind === "category"
          ? levelShares(profile.levels, column)
          : [];
    const psi = stabilityIndex(profile.shares, now);
    return [{ column: profile.name, psi, verdict: psi >= ALARM ? "alarm" : psi >= WATCH ? "watch" : "stable" }];
  });
}

function stabilityIndex(then: readonly number[], now: readonly number[]): number {
  return then.reduce((sum, share, bin) => {
    const [before, after] = [Math.max(share, LEAST_SHARE), Math.max(now[bin] ?? 0, LEAST_SHARE)];
    return sum + (after - before) * log(after / before);
  }, 0);
}

function numberShares(edges: readonly number[], values: Float64Array): readonly number[] {
  const counts = new Float64Array(edges.length + 2);
  for (const value of values) {
    const above = edges.findIndex((edge) => value <= edge);
    const bin = Number.isNaN(value) ? edges.length + 1 : above === -1 ? edges.length : above;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return Array.from(counts, (count) => count / values.length);
}

function levelShares(levels: readonly string[], column: Column & { kind: "category" }): readonly number[] {
  const places = new Map(levels.map((level, place) => [level, place]));
  const placeOf = column.levels.map((level) => places.get(level) ?? levels.length);
  const counts = new Float64Array(levels.length + 2);
  for (const code of column.codes) {
    const bin = code < 0 ? levels.length + 1 : (placeOf[code] ?? levels.length);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return Array.from(counts, (count) => count / column.codes.length);
}

function frequentLevels({ codes, levels }: Column & { kind: "category" }): readonly string[] {
  const counts = new Float64Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  return levels
    .map((level, code) => ({ level, count: counts[code] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.level < b.level ? -1 : 1))
    .slice(0, MOST_LEVELS)
    .map(({ level }) => level);
}
