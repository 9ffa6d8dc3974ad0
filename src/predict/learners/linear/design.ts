import { columnsFor } from "#predict/learners/columns-for.ts";
import type { Column, Matrix } from "#predict/numerics/matrix.ts";

/**
 * How one column becomes terms of a linear model. A number is standardised; where it was missing in the rows to learn from,
 * it counts as average and a term of its own says that it was missing. A category has a term a level that is frequent
 * enough; all others, and levels not seen before, share the term "other"; missing is a term of its own too.
 */
export type Encoding =
  | {
      readonly name: string;
      readonly kind: "number";
      readonly mean: number;
      readonly scale: number;
      readonly missing: number;
    }
  | { readonly name: string; readonly kind: "category"; readonly levels: readonly string[] };

/** One term of the model: a column of the design, standardised to mean 0 and variance 1. */
export type Term = { readonly values: Float64Array; readonly mean: number; readonly scale: number };

/** Levels with fewer rows are "other". */
const RARE_ROWS = 10;
const MOST_LEVELS = 200;

export function encodingsOf({ columns }: Matrix): readonly Encoding[] {
  return columns.map((column) =>
    column.kind === "category"
      ? { name: column.name, kind: "category", levels: frequentLevels(column) }
      : scaled(column),
  );
}

function scaled(column: Column & { kind: "number" }): Encoding {
  let [count, sum, squares] = [0, 0, 0];
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
  }
  const mean = count === 0 ? 0 : sum / count;
  for (const value of column.values) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const spread = Math.sqrt(squares / Math.max(count, 1));
  // A column that does not vary says nothing: it keeps a scale of 1 and a term that is 0 throughout.
  const scale = spread > 1e-12 * Math.abs(mean) ? spread : 1;
  return { name: column.name, kind: "number", mean, scale, missing: 1 - count / column.values.length };
}

function frequentLevels({ codes, levels }: Column & { kind: "category" }): readonly string[] {
  const counts = new Float64Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  return levels
    .map((level, code) => ({ level, count: counts[code] ?? 0 }))
    .filter(({ count }) => count >= RARE_ROWS)
    .sort((a, b) => b.count - a.count || (a.level < b.level ? -1 : 1))
    .slice(0, MOST_LEVELS)
    .map(({ level }) => level)
    .sort();
}

/** How many coefficients an encoding takes: a number and its missing term, or levels, other and missing. */
export function widthOf(encoding: Encoding): number {
  return encoding.kind === "number" ? 2 : encoding.levels.length + 2;
}

/** All terms of the rows, standardised by `weights`; in the order of the coefficients. */
export function termsOf(encodings: readonly Encoding[], inputs: Matrix, weights: Float64Array): readonly Term[] {
  const columns = columnsFor("linear", inputs, encodings);
  return encodings.flatMap((encoding, index) => {
    const column = columns[index];
    return column === undefined ? [] : rawTerms(encoding, column).map((values) => standardised(values, weights));
  });
}

function rawTerms(encoding: Encoding, column: Column): readonly Float64Array[] {
  if (encoding.kind === "number" && column.kind === "number") {
    const { mean, scale } = encoding;
    const value = column.values.map((each) => (Number.isNaN(each) ? 0 : (each - mean) / scale));
    return [value, column.values.map((each) => (Number.isNaN(each) ? 1 : 0))];
  }
  if (encoding.kind !== "category" || column.kind !== "category") return [];
  const places = placesOf(encoding.levels, column.levels);
  const terms = Array.from({ length: widthOf(encoding) }, () => new Float64Array(column.codes.length));
  column.codes.forEach((code, row) => {
    const term = terms[code < 0 ? encoding.levels.length + 1 : (places[code] ?? encoding.levels.length)];
    if (term !== undefined) term[row] = 1;
  });
  return terms;
}

/** For each code of a column, the place of its level among `levels`; that of "other" where it is none of them. */
export function placesOf(levels: readonly string[], found: readonly string[]): Int32Array {
  const places = new Map(levels.map((level, place) => [level, place]));
  return Int32Array.from(found, (level) => places.get(level) ?? levels.length);
}

function standardised(values: Float64Array, weights: Float64Array): Term {
  let [total, sum, squares] = [0, 0, 0];
  for (let row = 0; row < values.length; row += 1) {
    total += weights[row] ?? 0;
    sum += (weights[row] ?? 0) * (values[row] ?? 0);
  }
  const mean = sum / total;
  for (let row = 0; row < values.length; row += 1) squares += (weights[row] ?? 0) * ((values[row] ?? 0) - mean) ** 2;
  const spread = Math.sqrt(squares / total);
  if (!(spread > 1e-9)) return { values: new Float64Array(values.length), mean, scale: 0 };
  return { values: values.map((value) => (value - mean) / spread), mean, scale: spread };
}
