import type { Contribution, FittedLearner } from "#predict/learners/learner.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { type Matrix, takeRows } from "#predict/numerics/matrix.ts";

export type WeightedLearner = { readonly learner: FittedLearner; readonly weight: number };

const MOST_REASONS = 3;
/** Below this a reason changes the odds by less than a twentieth: not worth a word. */
const LEAST = 0.05;

/** What each column does to the log-odds of one row, over all parts. */
export function contributionsOf(parts: readonly WeightedLearner[], rows: Matrix, row: number): readonly Contribution[] {
  const one = takeRows(rows, [row]);
  const joined = new Map<string, Contribution>();
  for (const { learner, weight } of parts) {
    if (weight === 0) continue;
    for (const { column, value, contribution } of learner.explain(one, 0).contributions) {
      const before = joined.get(column)?.contribution ?? 0;
      joined.set(column, { column, value, contribution: before + weight * contribution });
    }
  }
  return [...joined.values()].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

/** How a value is told; undefined where its column's name says enough. */
export type Shown = (column: string, value: number) => string | undefined;

export const plainly: Shown = (_, value) => String(Number(value.toPrecision(6)));

/** The strongest reasons of a row, such as `month oct: odds × 1.8`, or `… : amount × 1.8`. */
export function reasonsFor(
  parts: readonly WeightedLearner[],
  { rows, row }: { readonly rows: Matrix; readonly row: number },
  shown: Shown = plainly,
): readonly string[] {
  const measure = parts.every(({ learner }) => learner.loss === "logistic") ? "odds" : "amount";
  return contributionsOf(parts, rows, row)
    .filter(({ contribution }) => Math.abs(contribution) >= LEAST)
    .slice(0, MOST_REASONS)
    .map(({ column, value, contribution }) => {
      const what = value === undefined ? "missing" : typeof value === "number" ? shown(column, value) : value;
      return `${what === undefined ? column : `${column} ${what}`}: ${measure} × ${exp(contribution).toPrecision(2)}`;
    });
}
