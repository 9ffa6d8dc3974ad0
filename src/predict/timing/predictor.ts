import { columnsFor, valueAt } from "#predict/learners/columns-for.ts";
import type { Contribution } from "#predict/learners/learner.ts";
import { widthOf } from "#predict/learners/linear/design.ts";
import { addColumn } from "#predict/learners/linear/fitted-linear.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import type { TimingRows } from "./timing-rows.ts";

/** A linear predictor of the columns of a row, 0 for an average row of those that were learnt from. */
export type Predictor = {
  readonly encodings: TimingRows["encodings"];
  readonly coefficients: readonly number[];
  readonly shift: number;
};

/** The predictor of standardised terms, as one of the columns themselves. */
export function predictorOf({ encodings, terms }: TimingRows, weights: ArrayLike<number>): Predictor {
  const coefficients = terms.map(({ scale }, index) => (scale === 0 ? 0 : (weights[index] ?? 0) / scale));
  const shift = terms.reduce((sum, { mean }, index) => sum - mean * (coefficients[index] ?? 0), 0);
  return { encodings, coefficients, shift };
}

export function predict(model: string, predictor: Predictor, rows: Matrix): Float64Array {
  const scores = new Float64Array(rows.rows).fill(predictor.shift);
  forEachColumn(model, { predictor, rows }, (column, encoding, coefficients) => {
    addColumn(scores, column, { encoding, coefficients });
  });
  return scores;
}

/** What each column adds to the predictor of one row. The parts and the shift add up to it. */
export function contributionsOf(
  model: string,
  predictor: Predictor,
  { rows, row }: { rows: Matrix; row: number },
): readonly Contribution[] {
  const parts: Contribution[] = [];
  forEachColumn(model, { predictor, rows }, (column, encoding, coefficients) => {
    const own = new Float64Array(rows.rows);
    addColumn(own, column, { encoding, coefficients });
    parts.push({ column: encoding.name, value: valueAt(column, row), contribution: own[row] ?? 0 });
  });
  return parts;
}

type Asked = { readonly predictor: Predictor; readonly rows: Matrix };
type Visit = (
  column: ReturnType<typeof columnsFor>[number],
  encoding: TimingRows["encodings"][number],
  coefficients: readonly number[],
) => void;

function forEachColumn(model: string, { predictor, rows }: Asked, visit: Visit): void {
  const columns = columnsFor(model, rows, predictor.encodings);
  let from = 0;
  predictor.encodings.forEach((encoding, index) => {
    const to = from + widthOf(encoding);
    const column = columns[index];
    if (column !== undefined) visit(column, encoding, predictor.coefficients.slice(from, to));
    from = to;
  });
}
