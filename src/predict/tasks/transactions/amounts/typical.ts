import { isAsGood } from "#predict/evaluate/is-as-good.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { isotonicAt } from "#predict/numerics/isotonic.ts";
import { log } from "#predict/numerics/logarithm.ts";
import { binsOf, type Spread, spreadIn } from "./spread.ts";

/** Typical amounts as parts of an expected one: of the model's own, or of its middle, in logarithms, with a forecast beside it. */
export type Typical = { readonly parts: Spread; readonly isOfBoth: boolean };

/** What is expected of each row; `forecast` are logarithms of what another model expects. */
export type Expected = { readonly own: Float64Array; readonly forecast?: Float64Array | undefined };

/** A sliver of the mean keeps the order of accounts whose typical amount is nothing. */
const OF_MEAN = 0.01;
const HALVINGS = 30;
/** Every k-th row stands for all where there are more. */
const MOST_ROWS = 50_000;
/** Less money than this is this where a logarithm is taken. */
const LEAST = 1e-6;

/**
 * The amounts with the least absolute error among all whose total is right, as parts of the expected ones: one quantile for every
 * account (what one gains another loses only where both have the same chance to spend more), and of all quantiles the one at
 * which the total comes right. Where the middle of both forecasts errs less, by more than one standard error, its parts are
 * taken. Expected amounts must be of rows that their model did not learn from.
 */
export function typicalOf(all: Expected, allActual: Float64Array): Typical {
  const step = Math.ceil(allActual.length / MOST_ROWS);
  const taken = (values: Float64Array) => values.filter((_, row) => row % step === 0);
  const expected = { own: taken(all.own), forecast: all.forecast === undefined ? undefined : taken(all.forecast) };
  const actual = taken(allActual);
  const alone = { parts: partsOf(expected.own, actual), isOfBoth: false };
  if (expected.forecast === undefined) return alone;
  const both = { parts: partsOf(middleOf(expected), actual), isOfBoth: true };
  const errors = (typical: Typical) =>
    typicalAt(typical, expected).map((value, row) => Math.abs(value - (actual[row] ?? 0)));
  return isAsGood(errors(alone), errors(both)) ? alone : both;
}

function partsOf(expected: Float64Array, actual: Float64Array): Spread {
  const bins = binsOf(
    expected,
    actual.map((value, row) => ((expected[row] ?? 0) > 0 ? value / (expected[row] ?? 1) : 0)),
  );
  const total = sumOf(actual);
  let [low, high] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const share = (low + high) / 2;
    if (sumOf(partsAt(spreadIn(bins, [share]), expected)) > total) high = share;
    else low = share;
  }
  return spreadIn(bins, [low]);
}

/** The typical amount of each row. */
export function typicalAt({ parts, isOfBoth }: Typical, expected: Expected): Float64Array {
  return partsAt(parts, isOfBoth ? middleOf(expected) : expected.own);
}

function partsAt({ at, values: [parts = []] }: Spread, expected: Float64Array): Float64Array {
  const line = { x: Float64Array.from(at), y: Float64Array.from(parts) };
  return expected.map((value) => value * ((1 - OF_MEAN) * isotonicAt(line, value) + OF_MEAN));
}

function middleOf({ own, forecast }: Expected): Float64Array {
  return own.map((value, row) => {
    const logarithm = log(Math.max(value, LEAST));
    return exp((logarithm + (forecast?.[row] ?? logarithm)) / 2);
  });
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
