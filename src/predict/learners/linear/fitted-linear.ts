import { columnsFor, valueAt } from "#predict/learners/columns-for.ts";
import type { FittedLearner } from "#predict/learners/learner.ts";
import { type LossName, lossNames, lossOf } from "#predict/learners/losses.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { Column, Matrix } from "#predict/numerics/matrix.ts";
import { type Encoding, placesOf, widthOf } from "./design.ts";

const version = 1;

/** A linear model of raw columns; `coefficients` stand in the order of the encodings' terms, none of them standardised. */
export type LinearEstimate = {
  readonly loss: LossName;
  readonly power: number;
  readonly lambda: number;
  readonly mixing: number;
  readonly intercept: number;
  readonly encodings: readonly Encoding[];
  readonly coefficients: readonly number[];
  /** What each column adds to the score on average. */
  readonly averages: readonly number[];
};

export type FittedLinear = FittedLearner & {
  readonly lambda: number;
  /** The score of a row whose numbers are all 0, without its categories. */
  readonly intercept: number;
  /** By column, or column and level, "other" and "missing" (in place of slope × value) included; those of 0 are left out. */
  readonly coefficients: Readonly<Record<string, number>>;
};

export function fittedLinear(name: string, estimate: LinearEstimate): FittedLinear {
  const { encodings, intercept, averages } = estimate;
  const loss = lossOf(estimate.loss, estimate.power);
  const parts = slices(estimate);
  const shifts = encodings.map((encoding, index) => shiftOf(encoding, parts[index]?.[0] ?? 0));
  const base = averages.reduce((sum, average) => sum + average, intercept);
  return Object.freeze({
    name,
    loss: estimate.loss,
    lambda: estimate.lambda,
    intercept: intercept + shifts.reduce((sum, shift) => sum + shift, 0),
    coefficients: namedCoefficients(estimate, shifts),
    inputs: encodings.map((encoding) => encoding.name),
    score: (rows: Matrix) => {
      const scores = new Float64Array(rows.rows).fill(intercept);
      columnsFor(name, rows, encodings).forEach((column, index) => {
        const encoding = encodings[index];
        if (encoding !== undefined) addColumn(scores, column, { encoding, coefficients: parts[index] ?? [] });
      });
      for (let row = 0; row < scores.length; row += 1) scores[row] = loss.mean(scores[row] ?? 0);
      return scores;
    },
    explain: (rows: Matrix, row: number) => {
      if (!(row >= 0 && row < rows.rows)) throw new RefusedRows(name, "there is no such row", { row });
      const contributions = columnsFor(name, rows, encodings).map((column, index) => {
        const encoding = encodings[index];
        const own = new Float64Array(rows.rows);
        if (encoding !== undefined) addColumn(own, column, { encoding, coefficients: parts[index] ?? [] });
        const contribution = (own[row] ?? 0) - (averages[index] ?? 0);
        return { column: column.name, value: valueAt(column, row), contribution };
      });
      return { base, contributions };
    },
    toJSON: () => ({ name, version, ...estimate }),
  });
}

/** The coefficients of each encoding. */
function slices({ encodings, coefficients }: LinearEstimate): ReadonlyArray<readonly number[]> {
  let from = 0;
  return encodings.map((encoding) => {
    const part = coefficients.slice(from, from + widthOf(encoding));
    from += widthOf(encoding);
    return part;
  });
}

type Addend = { readonly encoding: Encoding; readonly coefficients: readonly number[] };

/** Adds what one column says. */
export function addColumn(scores: Float64Array, column: Column, { encoding, coefficients }: Addend): void {
  if (encoding.kind === "number" && column.kind === "number") {
    const [raw = 0, missing = 0] = coefficients;
    const slope = raw / encoding.scale;
    const shift = -slope * encoding.mean;
    const { values } = column;
    for (let row = 0; row < scores.length; row += 1) {
      const value = values[row] ?? Number.NaN;
      scores[row] = (scores[row] ?? 0) + (value === value ? slope * value + shift : missing);
    }
    return;
  }
  if (encoding.kind !== "category" || column.kind !== "category") return;
  const other = encoding.levels.length;
  const byCode = Float64Array.from(placesOf(encoding.levels, column.levels), (place) => coefficients[place] ?? 0);
  for (let row = 0; row < scores.length; row += 1) {
    const code = column.codes[row] ?? -1;
    scores[row] = (scores[row] ?? 0) + (code < 0 ? (coefficients[other + 1] ?? 0) : (byCode[code] ?? 0));
  }
}

/** What a centred number adds where it is 0. */
function shiftOf(encoding: Encoding, coefficient: number): number {
  return encoding.kind === "number" ? (-coefficient * encoding.mean) / encoding.scale : 0;
}

function namedCoefficients(estimate: LinearEstimate, shifts: readonly number[]): Readonly<Record<string, number>> {
  const parts = slices(estimate);
  const named = estimate.encodings.flatMap((encoding, index) => {
    const part = parts[index] ?? [];
    if (encoding.kind === "number") {
      const [slope = 0, missing = 0] = part;
      const learnt = encoding.missing > 0 ? missing - (shifts[index] ?? 0) : 0;
      return [[encoding.name, slope / encoding.scale] as const, [`${encoding.name}: missing`, learnt] as const];
    }
    const words = [...encoding.levels, "other", "missing"];
    return words.map((word, place) => [`${encoding.name}: ${word}`, part[place] ?? 0] as const);
  });
  return Object.freeze(Object.fromEntries(named.filter(([, coefficient]) => coefficient !== 0)));
}

export function openLinear(json: unknown, name: string): FittedLinear {
  const found = openFitted(json, { name, version }) as Partial<LinearEstimate>;
  const { loss, power, lambda, mixing, intercept, encodings, coefficients, averages } = found;
  const isWhole =
    loss !== undefined &&
    lossNames.includes(loss) &&
    [power, lambda, mixing, intercept].every((value) => typeof value === "number") &&
    Array.isArray(encodings) &&
    Array.isArray(averages) &&
    Array.isArray(coefficients) &&
    coefficients.every(Number.isFinite) &&
    coefficients.length === encodings.reduce((sum, encoding: Encoding) => sum + widthOf(encoding), 0);
  if (!isWhole) throw new RefusedModel(`${name}: the document is damaged.`);
  return fittedLinear(name, found as LinearEstimate);
}
