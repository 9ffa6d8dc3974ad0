import { type Random, randomInt } from "#kernel/random.ts";
import { quantiles } from "#predict/numerics/quantile.ts";

export type Interval = { readonly estimate: number; readonly low: number; readonly high: number };

export type Resampling = {
  readonly rows: number;
  readonly random: Random;
  readonly samples?: number;
  readonly level?: number;
};

/**
 * Percentile bootstrap (Efron 1979): `of` gets the numbers of the rows that were drawn, with repeats, and gives a figure. A
 * difference of two figures over the same draw is paired: what both share falls away. Draws without a figure (NaN) are left
 * out.
 */
export function bootstrap(of: (rows: Int32Array) => number, asked: Resampling): Interval {
  const { rows, random, samples = 1_000, level = 0.95 } = asked;
  const drawn = new Int32Array(rows);
  const figures = Array.from({ length: samples }, () => {
    for (let place = 0; place < rows; place += 1) drawn[place] = randomInt(random, rows);
    return of(drawn);
  });
  const tail = (1 - level) / 2;
  const [low = Number.NaN, high = Number.NaN] = quantiles(figures, [tail, 1 - tail]);
  return { estimate: of(Int32Array.from({ length: rows }, (_, row) => row)), low, high };
}

/** A figure of the drawn rows: their scores and what came. */
export type Figure = (scores: Float64Array, y: Float64Array) => number;

/** Paired bootstrap of figure(ours) − figure(theirs) over the same rows. */
export function bootstrapDifference(
  figure: Figure,
  { ours, theirs, y }: { readonly ours: Float64Array; readonly theirs: Float64Array; readonly y: Float64Array },
  asked: Omit<Resampling, "rows">,
): Interval {
  const taken = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  const difference = (rows: Int32Array) => {
    const came = taken(y, rows);
    return figure(taken(ours, rows), came) - figure(taken(theirs, rows), came);
  };
  return bootstrap(difference, { ...asked, rows: y.length });
}
